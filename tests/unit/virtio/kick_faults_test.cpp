// SPDX-License-Identifier: GPL-2.0-only
// Notifications that fault rules take away. Without them a frame offered at 0 is known at 1000, on
// the wire at 5260; notifications are enabled at 5280, the ring looked at again at 5300.
#include <catch2/catch.hpp>

#include "device_bench.hpp"
#include "tests/support/raw_fields.hpp"

using namespace xsksim;
using test::DeviceBench;
using Times = std::vector<std::int64_t>;

namespace {

FaultRule once(FaultWhat what, Duration delay = {}) {
    return {.what = what, .nth = {1}, .delay = {.low = delay, .high = delay}};
}

}  // namespace

TEST_CASE(
    "kick_lost: the device stays asleep; only without EVENT_IDX the next buffer kicks again") {
    const bool event_idx = GENERATE(true, false);
    DeviceBench bench({.event_idx = event_idx}, false, {once(FaultWhat::kick_lost)});
    bench.run([&] {
        bench.offer(0);
        CHECK(bench.kick());
        bench.wait_until(50'000);
        bench.offer(1);
        CHECK(bench.kick() == !event_idx);
    });
    CHECK(bench.faults.fired(1) == 1);
    CHECK(bench.log.times(EventKind::dev_kick) == (event_idx ? Times{} : Times{51'000}));
    CHECK(bench.log.count(EventKind::dev_wire) == (event_idx ? 0 : 2));
}

TEST_CASE("kick_delayed: by what the rule says; a later kick may overtake") {
    const bool again = GENERATE(false, true);
    DeviceBench bench({}, false, {once(FaultWhat::kick_delayed, {30'000})});
    bench.run([&] {
        bench.offer(0);
        bench.kick();
        bench.wait_until(10'000);
        if (again) bench.device.notify(bench.queue);
    });
    CHECK(bench.log.times(EventKind::dev_kick) == (again ? Times{11'000} : Times{31'000}));
    CHECK(bench.faults.fired(1) == 1);
}

TEST_CASE("kick_lost, kick_delayed: of the receive queue's notifications as well") {
    FaultRule lost = once(FaultWhat::kick_lost);
    lost.rx = true;
    DeviceBench bench({}, false, {lost});
    test::DriverSide receiver(bench.memory, bench.options.rx_ring_size);
    bench.device.set_up_queue(0, receiver.addresses());
    bench.run([&] {
        bench.device.notify(0);
        bench.wait_until(5000);
        bench.device.notify(0);
    });
    CHECK(bench.log.times(EventKind::dev_kick) == Times{6000});
}

TEST_CASE("kick_suppressed: the sleeping device is not asked for a kick, with either wish") {
    const bool event_idx = GENERATE(true, false);
    DeviceBench bench({.event_idx = event_idx}, false, {once(FaultWhat::kick_suppressed)});
    bench.run([&] {
        bench.offer(0);
        bench.kick();
        bench.wait_until(20'000);
        bench.offer(1);
        CHECK_FALSE(bench.kick());
    });
    CHECK(bench.log.count(EventKind::dev_wire) == 1);
    CHECK(arg(bench.log.of(EventKind::dev_sleep).back(), 1) == 0);  // stale
    CHECK(bench.faults.fired(1) == 1);
}

TEST_CASE("kick_not_rechecked: a buffer added before the device enabled notifications is missed") {
    const std::int64_t added_at = GENERATE(5261, 5279);
    DeviceBench bench({}, false, {once(FaultWhat::kick_not_rechecked)});
    bench.run([&] {
        bench.offer(0);
        bench.kick();
        bench.wait_until(added_at);
        bench.offer(1);
        CHECK_FALSE(bench.kick());
    });
    CHECK(bench.log.count(EventKind::dev_wire) == 1);
    CHECK(bench.log.times(EventKind::dev_sleep) == Times{5280});
}
