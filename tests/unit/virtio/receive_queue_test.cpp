// SPDX-License-Identifier: GPL-2.0-only
#include <catch2/catch.hpp>
#include <numeric>

#include "device_bench.hpp"
#include "models/virtio/net/rx_traffic.hpp"
#include "tests/support/raw_fields.hpp"

using namespace xsksim;
using test::DeviceBench;
using test::DriverSide;
using test::Piece;
using Times = std::vector<std::int64_t>;

namespace {

struct ReceiveBench : DeviceBench {
    explicit ReceiveBench(const VirtioNetOptions& device_options = {})
        : DeviceBench(device_options), receiver(memory, 256) {
        buffers = static_cast<std::byte*>(memory.allocate_pages(65536));
        std::memset(buffers, 0xee, 65536);
        device.set_up_queue(0, receiver.addresses());
    }
    void post(std::uint16_t head, const std::vector<std::pair<std::size_t, std::uint32_t>>& parts) {
        std::vector<Piece> pieces;
        for (const auto& [offset, bytes] : parts)
            pieces.push_back({memory.physical(buffers + offset), bytes, true});
        DriverSide::describe(receiver.descriptors, head, pieces);
        receiver.offer(head);
        receiver.submit();
    }
    std::vector<std::byte> frame(std::size_t bytes) const {
        std::vector<std::byte> content(bytes);
        for (std::size_t i = 0; i < bytes; ++i) content[i] = static_cast<std::byte>(i + 1);
        return content;
    }

    DriverSide receiver;
    std::byte* buffers = nullptr;
};

}  // namespace

TEST_CASE("rx: a frame fills the next buffer, header first, and is signalled") {
    ReceiveBench bench;
    bench.run([&] {
        bench.post(3, {{0, 1536}});
        bench.wait_until(700);
        bench.device.inject_rx(0, bench.frame(60), 41);
        CHECK_FALSE(bench.receiver.has_used());  // the device has not run yet
        bench.engine->spend({1}, Operation::local());
        CHECK(bench.receiver.has_used());
    });
    const DriverSide::Used used = bench.receiver.take_used();
    CHECK(used.id == 3);
    CHECK(used.length == 72);
    CHECK(bench.buffers[10] == std::byte{1});  // num_buffers
    CHECK(bench.buffers[0] == std::byte{0});
    CHECK(std::memcmp(bench.buffers + 12, bench.frame(60).data(), 60) == 0);
    CHECK(bench.buffers[72] == std::byte{0xee});
    CHECK(bench.log.times(EventKind::dev_rx) == Times{700});
    CHECK(arg(bench.log.of(EventKind::dev_rx)[0], 3) == 41);
    CHECK(bench.lines.at_ns == Times{720});
}

TEST_CASE("rx: a frame is scattered over the descriptors and nothing outside is written") {
    ReceiveBench bench;
    bench.run([&] {
        bench.post(0, {{100, 5}, {200, 9}, {300, 1}, {400, 100}});
        bench.device.inject_rx(0, bench.frame(50), 0);
    });
    std::vector<std::byte> seen;
    for (const auto& [offset, bytes] :
         {std::pair{100, 5}, std::pair{200, 9}, std::pair{300, 1}, std::pair{400, 47}})
        seen.insert(seen.end(), bench.buffers + offset, bench.buffers + offset + bytes);
    REQUIRE(seen.size() == 62);
    CHECK(std::memcmp(seen.data() + 12, bench.frame(50).data(), 50) == 0);
    const auto untouched = std::count(bench.buffers, bench.buffers + 65536, std::byte{0xee});
    CHECK(untouched == 65536 - 62);
}

TEST_CASE("rx: device-readable descriptors of a buffer are passed over") {
    ReceiveBench bench;
    bench.run([&] {
        DriverSide::describe(bench.receiver.descriptors, 0,
                             {{bench.memory.physical(bench.buffers), 100, false},
                              {bench.memory.physical(bench.buffers + 100), 72, true}});
        bench.receiver.offer(0);
        bench.receiver.submit();
        bench.device.inject_rx(0, bench.frame(60), 0);
    });
    CHECK(bench.log.count(EventKind::dev_rx) == 1);
    CHECK(std::count(bench.buffers, bench.buffers + 100, std::byte{0xee}) == 100);
    CHECK(std::memcmp(bench.buffers + 112, bench.frame(60).data(), 60) == 0);
}

TEST_CASE("rx: no buffer, or one too small, loses the frame; the buffer stays") {
    ReceiveBench bench;
    bench.run([&] {
        bench.device.inject_rx(0, bench.frame(60), 1);
        bench.post(0, {{0, 71}});
        bench.device.inject_rx(0, bench.frame(60), 2);
        bench.device.inject_rx(0, bench.frame(59), 3);
    });
    const auto drops = bench.log.of(EventKind::dev_rx_drop);
    REQUIRE(drops.size() == 2);
    CHECK(arg(drops[1], 1) == 2);
    CHECK(arg(bench.log.of(EventKind::dev_rx)[0], 3) == 3);
}

TEST_CASE("rx: a read-only buffer takes no frame and a malformed one breaks the queue") {
    ReceiveBench bench;
    bench.run([&] {
        DriverSide::describe(bench.receiver.descriptors, 0,
                             {{bench.memory.physical(bench.buffers), 1536, false}});
        bench.receiver.offer(0);
        bench.receiver.submit();
        bench.device.inject_rx(0, bench.frame(60), 1);
        CHECK(bench.buffers[0] == std::byte{0xee});
        CHECK_FALSE(bench.device.needs_reset());
        bench.receiver.descriptors[0].length = 0;
        bench.device.inject_rx(0, bench.frame(60), 2);
        CHECK(bench.device.needs_reset());
    });
    CHECK(bench.log.count(EventKind::dev_bad) == 1);
    CHECK(bench.log.count(EventKind::dev_rx_drop) == 2);
}

TEST_CASE("rx: NO_INTERRUPT and used_event are respected") {
    const bool event_idx = GENERATE(true, false);
    ReceiveBench bench({.event_idx = event_idx});
    bench.run([&] {
        bench.receiver.set_used_event(2);
        bench.receiver.set_available_flags(1);
        for (std::uint16_t n = 0; n < 4; ++n) {
            bench.post(n, {{n * std::size_t{2048}, 1536}});
            bench.device.inject_rx(0, bench.frame(60), n);
            bench.engine->spend({1000}, Operation::local());
        }
    });
    // The first is unconditional under EVENT_IDX, the third passes the event.
    CHECK(bench.lines.at_ns == (event_idx ? Times{20, 2020} : Times{}));
}

TEST_CASE("rx traffic: frames come at the rate, without drift, within the window") {
    ReceiveBench bench;
    RxTraffic traffic(*bench.engine, bench.device,
                      {.start = {1000}, .rate_pps = 3'000'000, .until = Instant{11'001}});
    bench.run([&] {
        for (std::uint16_t n = 0; n < 100; ++n) bench.post(n, {{n * std::size_t{128}, 128}});
    });
    CHECK(traffic.frames() == 31);
    const Times at = bench.log.times(EventKind::dev_rx);
    REQUIRE(at.size() == 31);
    CHECK(at[0] == 1000);
    CHECK(at[1] == 1333);
    CHECK(at[3] == 2000);
    CHECK(at[30] == 11'000);
    std::uint64_t sequence = 0;
    std::memcpy(&sequence, bench.buffers + 128 * 7 + 12, sizeof sequence);
    CHECK(sequence == 7);
}
