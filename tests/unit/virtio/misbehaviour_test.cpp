// SPDX-License-Identifier: GPL-2.0-only
// Drivers that break the rules: the device says so and the simulator goes on.
#include <catch2/catch.hpp>
#include <random>

#include "device_bench.hpp"
#include "models/memory/dma_pages.hpp"
#include "tests/support/raw_fields.hpp"

using namespace xsksim;
using test::DeviceBench;
using test::DriverSide;

namespace {

std::string bad_text(const DeviceBench& bench) {
    const auto bad = bench.log.of(EventKind::dev_bad);
    return bad.empty() ? "" : bench.trace.text_at({arg(bad[0], 2)});
}

// Offers one good frame, then descriptor 2 as `describe` made it, then another good one.
void run_with(DeviceBench& bench, const std::function<void()>& describe) {
    bench.run([&] {
        bench.offer(0);
        describe();
        bench.driver.offer(2);
        bench.driver.submit();
        bench.offer(3);
        bench.kick();
        bench.wait_until(100'000);
        bench.offer(4);
        bench.device.notify(bench.queue);
    });
}

}  // namespace

TEST_CASE("bad chain: the queue needs a reset, nothing more is served, published or signalled") {
    DeviceBench bench({.publish = PublishPolicy::each});
    DriverSide::Descriptor* descriptor = bench.driver.descriptors + 2;
    const std::uint64_t good = bench.payload(1, 0).address.value;
    SECTION("loop") {
        run_with(bench, [&] { *descriptor = {good, 64, 1, 2}; });
        CHECK(bad_text(bench).find("loop") != std::string::npos);
    }
    SECTION("out of range") {
        run_with(bench, [&] { *descriptor = {good, 64, 1, 256}; });
        CHECK(bad_text(bench).find("outside its table") != std::string::npos);
    }
    SECTION("address") {
        run_with(bench, [&] { *descriptor = {0xdead'beef'0000, 64, 0, 0}; });
        CHECK(bad_text(bench).find("outside guest memory") != std::string::npos);
    }
    SECTION("zero length") {
        run_with(bench, [&] { *descriptor = {good, 0, 0, 0}; });
        CHECK(bad_text(bench).find("length zero") != std::string::npos);
    }
    SECTION("write-only") {
        run_with(bench, [&] { *descriptor = {good, 64, 2, 0}; });
        CHECK(bad_text(bench).find("device-writable") != std::string::npos);
    }
    SECTION("shorter than a header") {
        run_with(bench, [&] { *descriptor = {good, 11, 0, 0}; });
        CHECK(bad_text(bench).find("shorter than its header") != std::string::npos);
    }
    CHECK(bench.log.count(EventKind::dev_bad) == 1);
    CHECK(arg(bench.log.of(EventKind::dev_bad)[0], 1) == 2);
    CHECK(bench.log.count(EventKind::dev_wire) == 1);
    CHECK(bench.driver.used_index() == 0);
    CHECK(bench.lines.at_ns.empty());
    CHECK(bench.log.count(EventKind::dev_kick) == 1);
    CHECK(bench.device.needs_reset());
}

TEST_CASE("bad frame: dropped and given back, and the queue goes on") {
    DeviceBench bench;
    std::byte* header = bench.headers + 12;
    SECTION("no payload") {
        run_with(bench, [&] { bench.driver.descriptors[2] = {bench.header(1).value, 12, 0, 0}; });
        CHECK(bad_text(bench).find("no payload") != std::string::npos);
    }
    SECTION("too long") {
        auto* big = static_cast<std::byte*>(bench.memory.allocate_pages(80'000));
        run_with(bench, [&] {
            bench.driver.descriptors[2] = {bench.memory.physical(big).value, 12 + 65536, 0, 0};
        });
        CHECK(bad_text(bench).find("longer than 65535") != std::string::npos);
    }
    SECTION("offload") {
        header[1] = std::byte{1};  // gso_type
        run_with(bench, [&] {
            DriverSide::describe(bench.driver.descriptors, 2,
                                 {{bench.header(1), 12}, bench.payload(1, 64)});
        });
        CHECK(bad_text(bench).find("offload") != std::string::npos);
    }
    CHECK(bench.log.count(EventKind::dev_bad) == 1);
    CHECK(bench.log.count(EventKind::dev_wire) == 3);
    CHECK(bench.driver.used_index() == 4);
    CHECK_FALSE(bench.device.needs_reset());
}

TEST_CASE("the longest frame that fits is sent") {
    DeviceBench bench;
    auto* big = static_cast<std::byte*>(bench.memory.allocate_pages(80'000));
    const bool in_two = GENERATE(false, true);
    run_with(bench, [&] {
        const GuestPhysical first = bench.memory.physical(big);
        if (in_two)
            DriverSide::describe(bench.driver.descriptors, 2,
                                 {{first, 1012}, {first + 1012, 12 + 65535 - 1012}});
        else
            bench.driver.descriptors[2] = {first.value, 12 + 65535, 0, 0};
    });
    CHECK(arg(bench.log.of(EventKind::dev_wire)[1], 2) == 65535);
    CHECK(arg(bench.log.of(EventKind::dev_wire)[1], 3) == content_digest({big + 12, 65535}));
}

TEST_CASE("memory given back while the device owns the buffer is seen, and read as it is") {
    DeviceBench bench;
    auto* object = static_cast<std::byte*>(bench.memory.allocate(64, true));
    bench.run([&] {
        bench.driver.offer_frame(0, bench.header(0), {bench.memory.physical(object), 64});
        bench.driver.submit();
        bench.kick();
        bench.wait_until(5100);
        bench.memory.release(object);
    });
    const auto stale = bench.log.of(EventKind::dev_stale);
    REQUIRE(stale.size() == 1);
    CHECK(arg(stale[0], 2) == bench.memory.physical(object).value);
    CHECK(arg(stale[0], 3) == static_cast<std::uint64_t>(MemoryState::freed));
    const std::vector<std::byte> poison(64, std::byte{0x6b});
    CHECK(arg(bench.log.of(EventKind::dev_wire)[0], 3) == content_digest(poison));
}

TEST_CASE("a buffer that is not mapped for the device is seen, and read as it is") {
    DeviceBench bench;
    DmaPages mapped;
    bench.memory.limit_device_to(&mapped);
    auto* object = static_cast<std::byte*>(bench.memory.allocate(64, true));
    const GuestPhysical frame = bench.memory.physical(object);
    mapped.add(bench.header(0), 12);
    mapped.add(bench.header(1), 12);
    bench.run([&] {
        mapped.add(frame, 64);
        bench.driver.offer_frame(0, bench.header(0), {frame, 64});
        bench.driver.submit();
        bench.kick();
        bench.wait_until(9000);
        mapped.remove(frame, 64);
        bench.driver.offer_frame(2, bench.header(1), {frame, 64});
        bench.driver.submit();
        bench.kick();
    });
    const auto stale = bench.log.of(EventKind::dev_stale);
    REQUIRE(stale.size() == 1);
    CHECK(arg(stale[0], 1) == 4);
    CHECK(arg(stale[0], 2) == frame.value);
    CHECK(arg(stale[0], 3) == static_cast<std::uint64_t>(MemoryState::unmapped));
    CHECK(bench.log.count(EventKind::dev_wire) == 2);
    bench.memory.limit_device_to(nullptr);
}

TEST_CASE("set-up: features not offered, a ring too large and unusable areas are refused") {
    DeviceBench bench;
    bench.run([&] {
        bench.device.accept_features(std::uint64_t{1} << 28);
        CHECK(bench.log.count(EventKind::dev_bad) == 1);
        QueueAddresses addresses = bench.driver.addresses();
        addresses.size = 512;
        bench.device.set_up_queue(1, addresses);
        CHECK(bench.log.count(EventKind::dev_bad) == 2);
        addresses.size = 200;
        bench.device.set_up_queue(1, addresses);
        CHECK(bench.log.count(EventKind::dev_bad) == 3);
        bench.device.set_up_queue(9, bench.driver.addresses());
        CHECK(bench.log.count(EventKind::dev_bad) == 4);
    });
}

TEST_CASE("random rings: whatever the driver writes, the run ends and memory is left alone") {
    for (unsigned seed = 0; seed < 150; ++seed) {
        DeviceBench bench(
            {.tx_ring_size = 8,
             .event_idx = seed % 2 == 0,
             .indirect_desc = true,
             .publish = seed % 3 == 0 ? PublishPolicy::each : PublishPolicy::drained});
        std::mt19937_64 random(seed);
        auto* guard = static_cast<std::byte*>(bench.memory.allocate_pages(4096));
        const RunEnd end = bench.run([&] {
            for (int i = 0; i < 60; ++i) {
                auto& descriptor = bench.driver.descriptors[random() % 8];
                descriptor = {bench.memory.physical(guard).value + random() % 4000,
                              static_cast<std::uint32_t>(random() % 90),
                              static_cast<std::uint16_t>(random() % 3 == 0 ? random() % 8 : 0),
                              static_cast<std::uint16_t>(random() % 9)};
                bench.driver.offer(static_cast<std::uint16_t>(random() % 8));
                bench.driver.submit();
                bench.device.notify(bench.queue);
                bench.engine->spend({static_cast<std::int64_t>(random() % 3000)},
                                    Operation::local());
                if (!bench.device.needs_reset()) continue;
                bench.device.reset();
                bench.device.accept_features(bench.device.offered_features());
                bench.driver.begin_at(0);
                bench.driver.submit();
                bench.device.set_up_queue(bench.queue, bench.driver.addresses());
            }
        });
        INFO(end.message);
        REQUIRE(end.reason == EndReason::idle);
        REQUIRE(std::all_of(guard, guard + 4096, [](std::byte b) { return b == std::byte{0}; }));
    }
}
