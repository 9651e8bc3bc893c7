// SPDX-License-Identifier: GPL-2.0-only
// Interrupts that the driver has asked to be late (virtio 1.3, notification coalescing).
#include <catch2/catch.hpp>

#include "device_bench.hpp"
#include "models/virtio/net/notification_coalescing.hpp"
#include "tests/support/raw_fields.hpp"

using namespace xsksim;
using test::DeviceBench;

namespace {

constexpr Duration ten_us = Duration::microseconds(10);
constexpr Instant at(std::int64_t us) { return Instant{us * 1000}; }

}  // namespace

TEST_CASE("coalescing: after so many packets, or so long after the first of them") {
    NotificationCoalescing late;
    late.set({15, ten_us});
    CHECK(late.due(at(100), 1) == at(110));
    CHECK(late.due(at(103), 10) == at(110));
    CHECK(late.due(at(104), 3) == at(110));
    CHECK(late.due(at(105), 1) == at(105));  // the 15th
    late.decided();
    CHECK(late.due(at(200), 14) == at(210));
    CHECK(late.due(at(209), 40) == at(209));
}

TEST_CASE("coalescing: with one of the limits 0 there is none") {
    NotificationCoalescing late;
    CHECK(late.due(at(1), 1) == at(1));
    late.set({0, ten_us});
    CHECK(late.due(at(2), 1) == at(2));
    late.set({15, {}});
    CHECK(late.due(at(3), 1) == at(3));
}

namespace {

// Decisions on interrupts of a queue that sends `frames` at 260 ns each, one at a time.
std::vector<std::int64_t> decided(std::uint16_t frames, std::vector<std::uint8_t> limits) {
    DeviceBench bench({.coalescing = CoalescingOffer::device, .publish = PublishPolicy::each});
    constexpr QueueIndex control = 2;
    test::DriverSide commands(bench.memory, 64);
    auto* bytes = static_cast<std::byte*>(bench.memory.allocate_pages(4096));
    bench.device.set_up_queue(control, commands.addresses());
    bytes[0] = std::byte{6};
    for (std::size_t i = 0; i < limits.size(); ++i) bytes[16 + i] = std::byte{limits[i]};
    bench.run([&] {
        test::DriverSide::describe(commands.descriptors, 0,
                                   {{bench.memory.physical(bytes), 2, false},
                                    {bench.memory.physical(bytes + 16), 8, false},
                                    {bench.memory.physical(bytes + 32), 1, true}});
        commands.offer(0);
        commands.submit();
        bench.device.notify(control);
        bench.wait_until(5000);
        bench.offer_many(0, frames);
        bench.kick();
    });
    return bench.log.times(EventKind::dev_signal);
}

}  // namespace

TEST_CASE("coalescing: a queue decides on an interrupt when the limit is reached, not before") {
    constexpr std::int64_t begin = 5000 + 5000, gap = 20;  // kick and wake-up take 5 us
    CHECK(decided(4, {0, 0, 0, 0, 0, 0, 0, 0}).size() == 4);
    CHECK(decided(4, {3, 0, 0, 0, 10, 0, 0, 0}) ==
          std::vector<std::int64_t>{begin + 3 * 260 + gap, begin + 4 * 260 + 10'000 + gap});
}
