// SPDX-License-Identifier: GPL-2.0-only
// Service of the transmit queue: order, time, content. Times with the defaults: doorbell 1000 ns,
// wake-up 4000 ns, service 260 ns a frame, 20 ns between two effects.
#include <catch2/catch.hpp>

#include "device_bench.hpp"
#include "tests/support/raw_fields.hpp"

using namespace xsksim;
using test::DeviceBench;
using test::Piece;
using Times = std::vector<std::int64_t>;

TEST_CASE("tx: a frame is served after doorbell and wake-up, and each effect has its instant") {
    DeviceBench bench;
    const RunEnd end = bench.run([&] {
        bench.offer(0);
        CHECK(bench.kick());
    });
    CHECK(end.reason == EndReason::idle);
    CHECK(bench.log.times(EventKind::dev_kick) == Times{1000});
    CHECK(bench.log.times(EventKind::dev_wake) == Times{5000});
    CHECK(bench.log.times(EventKind::dev_take) == Times{5000});
    CHECK(bench.log.times(EventKind::dev_wire) == Times{5260});
    CHECK(bench.log.times(EventKind::dev_publish) == Times{5260});
    CHECK(bench.log.times(EventKind::dev_signal) == Times{5280});
    CHECK(bench.lines.at_ns == Times{5280});
    CHECK(bench.log.times(EventKind::dev_sleep) == Times{5300});

    const Event take = bench.log.of(EventKind::dev_take)[0];
    CHECK(arg(take, 2) == bench.header(0).value);
    CHECK(arg(take, 3) == bench.payload(0, 64).address.value);
    const Event wire = bench.log.of(EventKind::dev_wire)[0];
    CHECK(arg(wire, 2) == 64);
    CHECK(arg(wire, 3) == bench.digest(0, 64));
    REQUIRE(bench.driver.has_used());
    CHECK(bench.driver.take_used().id == 0);
    CHECK(bench.driver.available_event() == 1);
}

TEST_CASE("tx: frames leave in the order of the available ring, one service time apart") {
    DeviceBench bench;
    bench.run([&] {
        for (const int n : {5, 2, 9, 0}) bench.offer(static_cast<std::uint16_t>(n));
        bench.kick();
    });
    CHECK(bench.log.times(EventKind::dev_wire) == Times{5260, 5520, 5780, 6040});
    std::vector<std::uint64_t> heads;
    for (const Event& event : bench.log.of(EventKind::dev_wire)) heads.push_back(arg(event, 1));
    CHECK(heads == std::vector<std::uint64_t>{10, 4, 18, 0});
}

TEST_CASE("tx: service takes longer for longer frames") {
    DeviceBench bench({.service = {100}, .service_per_kib = {512}});
    bench.run([&] {
        bench.offer(0, 1024);
        bench.offer(1, 64);
        bench.kick();
    });
    CHECK(bench.log.times(EventKind::dev_wire) == Times{5612, 5744});
}

TEST_CASE("tx: no frame is faster than its bytes on the link") {
    DeviceBench bench({.service = {100}, .link_per_kib = {256}});
    bench.run([&] {
        bench.offer(0, 1024);
        bench.offer(1, 64);
        bench.kick();
    });
    CHECK(bench.log.times(EventKind::dev_wire) == Times{5256, 5356});
}

TEST_CASE("tx: bytes are read at the end of service, so an early change reaches the wire") {
    DeviceBench bench;
    const bool before_end = GENERATE(true, false);
    const std::uint64_t submitted = bench.digest(0, 64);
    bench.run([&] {
        bench.offer(0);
        bench.kick();
        bench.wait_until(before_end ? 5259 : 5261);
        bench.payloads[10] ^= std::byte{1};
    });
    const std::uint64_t sent = arg(bench.log.of(EventKind::dev_wire)[0], 3);
    CHECK((sent == submitted) == !before_end);
    if (before_end) CHECK(sent == bench.digest(0, 64));
}

TEST_CASE("tx: header and payload may be cut anywhere, also in an indirect table") {
    DeviceBench bench({.indirect_desc = true});
    // Header and payload are contiguous here: 12 + 300 bytes.
    std::byte* frame = bench.payloads;
    std::memset(frame, 0, 12);
    const std::uint64_t expected = content_digest({frame + 12, 300});
    const std::vector<std::uint32_t> cuts =
        GENERATE(values<std::vector<std::uint32_t>>({{312},
                                                     {12, 300},
                                                     {5, 307},
                                                     {1, 11, 300},
                                                     {12, 100, 200},
                                                     {4, 4, 104, 199, 1},
                                                     {11, 301}}));
    const bool indirect = GENERATE(false, true);
    std::vector<Piece> pieces;
    std::uint32_t at = 0;
    for (const std::uint32_t bytes : cuts) {
        pieces.push_back({bench.memory.physical(frame + at), bytes});
        at += bytes;
    }
    bench.run([&] {
        using Descriptor = test::DriverSide::Descriptor;
        auto* table = static_cast<Descriptor*>(bench.memory.allocate(128, true));
        test::DriverSide::describe(indirect ? table : bench.driver.descriptors, 0, pieces);
        if (indirect)
            bench.driver.descriptors[0] = {bench.memory.physical(table).value,
                                           static_cast<std::uint32_t>(16 * pieces.size()), 4, 0};
        bench.driver.offer(0);
        bench.driver.submit();
        bench.kick();
    });
    REQUIRE(bench.log.count(EventKind::dev_wire) == 1);
    const Event wire = bench.log.of(EventKind::dev_wire)[0];
    CHECK(arg(wire, 2) == 300);
    CHECK(arg(wire, 3) == expected);
    CHECK(arg(bench.log.of(EventKind::dev_take)[0], 3) == bench.memory.physical(frame + 12).value);
    CHECK(bench.log.count(EventKind::dev_bad) == 0);
}

TEST_CASE("tx: strict steps on their own actors give the same events") {
    const auto events_of = [](bool strict) {
        DeviceBench bench({.publish = PublishPolicy::batch, .publish_batch = 3}, strict);
        bench.run([&] {
            for (std::uint16_t n = 0; n < 20; ++n) {
                bench.offer(n);
                bench.kick();
                bench.engine->spend({n * std::int64_t{37}}, Operation::local());
            }
        });
        return bench.log.events;
    };
    const auto inline_events = events_of(false);
    const auto strict_events = events_of(true);
    REQUIRE(inline_events.size() == strict_events.size());
    REQUIRE(inline_events.size() > 50);
    for (std::size_t i = 0; i < inline_events.size(); ++i) {
        CHECK(inline_events[i].at == strict_events[i].at);
        CHECK(inline_events[i].kind == strict_events[i].kind);
        CHECK(args(inline_events[i]) == args(strict_events[i]));
    }
}

TEST_CASE("tx: 100,000 frames through a ring of 256, none lost or twice, indices wrap") {
    DeviceBench bench({.publish = PublishPolicy::batch});
    constexpr std::uint32_t frames = 100'000;
    std::uint32_t reaped = 0;
    bool in_order = true;
    const RunEnd end = bench.run([&] {
        for (std::uint32_t n = 0; n < frames || reaped < frames;) {
            for (; bench.driver.has_used(); ++reaped)
                in_order = in_order && bench.driver.take_used().id == 2 * (reaped % 128);
            if (n < frames && n - reaped < 128) {
                bench.offer(static_cast<std::uint16_t>(n % 128));
                ++n;
                bench.kick();
            }
            bench.engine->spend({97}, Operation::local());
        }
    });
    CHECK(end.reason == EndReason::idle);
    CHECK(reaped == frames);
    CHECK(in_order);
    CHECK(bench.log.count(EventKind::dev_wire) == frames);
    CHECK(bench.log.count(EventKind::dev_bad) == 0);
}

TEST_CASE("tx: a doorbell of a queue that is not set up, or of no queue, does nothing") {
    DeviceBench bench;
    const RunEnd end = bench.run([&] {
        bench.device.reset();
        bench.device.notify(1);
        bench.device.notify(7);
    });
    CHECK(end.reason == EndReason::idle);
    CHECK(bench.log.events.size() == bench.log.count(EventKind::dev_reset));
}

TEST_CASE("tx: a reset takes back doorbell, frame in service, publication and interrupt") {
    DeviceBench bench;
    const std::int64_t reset_at = GENERATE(500, 3000, 5100, 5270);
    bench.run([&] {
        bench.offer(0);
        bench.kick();
        bench.wait_until(reset_at);
        bench.device.reset_queue(bench.queue);
    });
    CHECK(bench.lines.at_ns.empty());
    CHECK(bench.log.count(EventKind::dev_sleep) == 0);
    CHECK(bench.log.count(EventKind::dev_wire) == (reset_at > 5260 ? 1 : 0));
}

TEST_CASE("tx: after reset and set-up with fresh rings nothing of the past is left") {
    DeviceBench bench;
    test::DriverSide second(bench.memory, 256);
    // Doorbell under way, waking, in service, before the decision, asleep.
    const std::int64_t reset_at = GENERATE(500, 3000, 5100, 5270, 20'000);
    bench.run([&] {
        bench.offer(0);
        bench.kick();
        bench.wait_until(reset_at);
        bench.device.reset();
        bench.device.accept_features(bench.device.offered_features());
        bench.device.set_up_queue(bench.queue, second.addresses());
        bench.log.events.clear();
        bench.lines.at_ns.clear();
        second.offer_frame(4, bench.header(4), bench.payload(4, 64));
        second.submit();
        CHECK(second.needs_kick());
        bench.device.notify(bench.queue);
    });
    CHECK(bench.log.times(EventKind::dev_kick) == Times{reset_at + 1000});
    CHECK(bench.log.times(EventKind::dev_wire) == Times{reset_at + 5260});
    CHECK(bench.lines.at_ns == Times{reset_at + 5280});
    CHECK(second.used_index() == 1);
    CHECK(second.take_used().id == 8);
}
