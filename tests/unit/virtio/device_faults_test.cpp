// SPDX-License-Identifier: GPL-2.0-only
// A transmit queue that is slow, paused, stuck, dead or broken by a fault rule. Without one, a
// frame offered at 0 is on the wire at 5260, and each one behind it 260 later.
#include <catch2/catch.hpp>

#include "device_bench.hpp"
#include "tests/support/raw_fields.hpp"

using namespace xsksim;
using test::DeviceBench;
using Times = std::vector<std::int64_t>;

namespace {

FaultRule from(FaultWhat what, std::int64_t at_ns, Duration delay = {}) {
    return {.what = what, .from = Instant{at_ns}, .delay = {.low = delay, .high = delay}};
}

}  // namespace

TEST_CASE("device_slow: the packets that the rule strikes take longer, and so do those behind") {
    DeviceBench bench({}, false,
                      {{.what = FaultWhat::device_slow,
                        .nth = {2},
                        .delay = {.low = Duration{1000}, .high = Duration{1000}}}});
    bench.run([&] {
        bench.offer_many(0, 3);
        bench.kick();
    });
    CHECK(bench.log.times(EventKind::dev_wire) == Times{5260, 6520, 6780});
}

TEST_CASE("head_stuck: the packet stays the next one and is tried again at the next kick") {
    const bool for_ever = GENERATE(false, true);
    const bool event_idx = GENERATE(true, false);
    FaultRule stuck{.what = FaultWhat::head_stuck};
    if (for_ever)
        stuck.from = Instant{5200};  // the second packet and all after it
    else
        stuck.nth = {2};
    DeviceBench bench({.event_idx = event_idx}, false, {stuck});
    bench.run([&] {
        bench.offer_many(0, 3);
        bench.kick();
        bench.wait_until(50'000);
        CHECK(bench.log.count(EventKind::dev_wire) == 1);
        CHECK(bench.driver.used_index() == 1);  // what is done is published
        bench.offer(3);
        CHECK(bench.kick());
    });
    CHECK(bench.log.times(EventKind::dev_sleep)[0] == 5260);
    CHECK(bench.log.times(EventKind::dev_wake) == Times{5000, 55'000});
    const auto wires = bench.log.of(EventKind::dev_wire);
    CHECK(wires.size() == (for_ever ? 1 : 4));
    for (std::size_t i = 0; i < wires.size(); ++i) CHECK(arg(wires[i], 1) == 2 * i);
    CHECK(bench.faults.fired(1) == (for_ever ? 2 : 1));
}

TEST_CASE("head_stuck: a kick that came meanwhile is a kick") {
    DeviceBench bench({}, false, {{.what = FaultWhat::head_stuck, .nth = {2}}});
    bench.run([&] {
        bench.offer_many(0, 2);
        bench.kick();
        bench.wait_until(4100);
        bench.device.notify(bench.queue);  // arrives at 5100
    });
    CHECK(bench.log.times(EventKind::dev_wake) == Times{5000, 5280});
    CHECK(bench.log.count(EventKind::dev_wire) == 2);
}

TEST_CASE("device_paused: nothing is served, published or decided until the pause is over") {
    DeviceBench bench({}, false, {from(FaultWhat::device_paused, 5270, {100'000})});
    bench.run([&] {
        bench.offer(0);
        bench.kick();
        bench.wait_until(20'000);
        CHECK(bench.driver.used_index() == 1);
        CHECK(bench.lines.at_ns.empty());
        bench.device.notify(bench.queue);
        bench.offer(1);
    });
    CHECK(bench.lines.at_ns[0] == 105'270);  // owed since 5280
    CHECK(bench.log.times(EventKind::dev_kick) == Times{1000, 105'270});
    CHECK(bench.log.count(EventKind::dev_wire) == 2);
    CHECK(bench.faults.fired(1) == 1);
}

TEST_CASE("queue_dead: nothing more happens, and a reset does not help") {
    DeviceBench bench({}, false, {from(FaultWhat::queue_dead, 5100)});
    bench.run([&] {
        bench.offer(0);
        bench.kick();
        bench.wait_until(20'000);
        CHECK(bench.device.notify(bench.queue));
        bench.wait_until(40'000);
        bench.device.reset_queue(bench.queue);
        bench.device.set_up_queue(bench.queue, bench.driver.addresses());
        CHECK(bench.device.notify(bench.queue));
    });
    CHECK(bench.log.times(EventKind::dev_kick) == Times{1000});
    CHECK(bench.log.count(EventKind::dev_wire) == 0);
    CHECK_FALSE(bench.device.needs_reset());
}

TEST_CASE("queue_dead: from the start, before the driver has set it up") {
    DeviceBench bench({}, false, {{.what = FaultWhat::queue_dead}});
    bench.run([&] {
        bench.wait_until(100);
        bench.offer(0);
        bench.kick();
    });
    CHECK(bench.log.count(EventKind::dev_kick) == 0);
}

TEST_CASE("ring_broken: the next notification fails; a reset mends it") {
    DeviceBench bench({}, false, {from(FaultWhat::ring_broken, 5100)});
    bench.run([&] {
        bench.offer(0);
        CHECK(bench.device.notify(bench.queue));
        bench.wait_until(20'000);
        CHECK(bench.device.needs_reset());
        CHECK_FALSE(bench.device.notify(bench.queue));
        CHECK(bench.log.count(EventKind::dev_wire) == 0);
        bench.device.reset_queue(bench.queue);
        bench.device.set_up_queue(bench.queue, bench.driver.addresses());
        CHECK(bench.device.notify(bench.queue));
    });
    CHECK_FALSE(bench.device.needs_reset());
    CHECK(bench.log.count(EventKind::dev_wire) == 1);
}
