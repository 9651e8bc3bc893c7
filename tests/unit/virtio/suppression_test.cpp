// SPDX-License-Identifier: GPL-2.0-only
// Notifications: suppressed while the device is awake, enabled before it sleeps, looked at again.
// With the defaults the device finds the ring empty at 5260, enables at 5280, looks at 5300.
#include <catch2/catch.hpp>

#include "device_bench.hpp"
#include "tests/support/raw_fields.hpp"

using namespace xsksim;
using test::DeviceBench;
using Times = std::vector<std::int64_t>;

TEST_CASE("kick: not needed while the device is awake, needed again when it sleeps") {
    const bool event_idx = GENERATE(true, false);
    DeviceBench bench({.event_idx = event_idx});
    bench.run([&] {
        bench.offer(0);
        CHECK(bench.kick());
        bench.wait_until(5100);
        bench.offer(1);
        CHECK_FALSE(bench.kick());
        bench.wait_until(20'000);
        bench.offer(2);
        CHECK(bench.kick());
    });
    CHECK(bench.log.count(EventKind::dev_wire) == 3);
    CHECK(bench.log.times(EventKind::dev_kick) == Times{1000, 21'000});
}

TEST_CASE("kick: lost when the device does not look again after enabling notifications") {
    const bool recheck = GENERATE(false, true);
    const bool event_idx = GENERATE(true, false);
    const std::int64_t added_at = GENERATE(5261, 5270, 5279);
    DeviceBench bench({.event_idx = event_idx, .recheck_after_enable = recheck});
    bench.run([&] {
        bench.offer(0);
        bench.kick();
        bench.wait_until(added_at);  // the ring was found empty, notifications are still suppressed
        bench.offer(1);
        CHECK_FALSE(bench.kick());
    });
    CHECK(bench.log.count(EventKind::dev_wire) == (recheck ? 2 : 1));
    const auto sleeps = bench.log.of(EventKind::dev_sleep);
    CHECK(sleeps.size() == (recheck ? 2 : 1));
    CHECK(arg(sleeps[0], 2) == (recheck ? 1 : 0));
    CHECK(arg(sleeps[0], 1) == 1);
}

TEST_CASE("kick: once lost under EVENT_IDX, later buffers do not kick either; with flags they do") {
    const bool event_idx = GENERATE(true, false);
    DeviceBench bench({.event_idx = event_idx, .recheck_after_enable = false});
    bench.run([&] {
        bench.offer(0);
        bench.kick();
        bench.wait_until(5270);
        bench.offer(1);
        bench.kick();
        bench.wait_until(50'000);
        bench.offer(2);
        CHECK(bench.kick() == !event_idx);
    });
    CHECK(bench.log.count(EventKind::dev_wire) == (event_idx ? 1 : 3));
}

TEST_CASE("kick: between enabling and looking again it is both found and rung") {
    DeviceBench bench;
    bench.run([&] {
        bench.offer(0);
        bench.kick();
        bench.wait_until(5290);
        bench.offer(1);
        CHECK(bench.kick());
    });
    CHECK(bench.log.count(EventKind::dev_wire) == 2);
    CHECK(arg(bench.log.of(EventKind::dev_sleep)[0], 2) == 1);
    // Its doorbell arrives when the frame is served long since: one round in vain, no wake-up.
    CHECK(bench.log.times(EventKind::dev_kick) == Times{1000, 6290});
}

TEST_CASE("kick: a doorbell that reaches an awake device makes it go round once more") {
    DeviceBench bench({.recheck_after_enable = false});
    bench.run([&] {
        bench.offer_many(0, 10);
        bench.kick();
        bench.wait_until(4500);
        bench.device.notify(bench.queue);  // arrives at 5500
    });
    CHECK(bench.log.times(EventKind::dev_kick) == Times{1000, 5500});
    CHECK(bench.log.times(EventKind::dev_wake) == Times{5000, 7640});
    CHECK(bench.log.times(EventKind::dev_sleep) == Times{7620, 7660});
}

TEST_CASE("kick: doorbells on the way are one") {
    DeviceBench bench;
    bench.run([&] {
        bench.offer(0);
        for (int i = 0; i < 5; ++i) {
            bench.device.notify(bench.queue);
            bench.engine->spend({100}, Operation::local());
        }
    });
    CHECK(bench.log.times(EventKind::dev_kick) == Times{1000});
}

TEST_CASE("kick: flags stay down while awake and the used flags word is the device's alone") {
    DeviceBench bench({.event_idx = false});
    bench.run([&] {
        CHECK(bench.driver.used_flags() == 0);
        bench.offer(0);
        bench.kick();
        bench.wait_until(4999);
        CHECK(bench.driver.used_flags() == 0);
        bench.wait_until(5001);
        CHECK(bench.driver.used_flags() == 1);
        bench.wait_until(5279);
        CHECK(bench.driver.used_flags() == 1);
        bench.wait_until(5281);
        CHECK(bench.driver.used_flags() == 0);
    });
}
