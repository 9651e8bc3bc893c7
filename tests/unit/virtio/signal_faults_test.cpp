// SPDX-License-Identifier: GPL-2.0-only
// Decisions on an interrupt that fault rules put off or make wrong. Without one, a frame offered at
// 0 is published at 5260 and decided on at 5280; the first decision is always for an interrupt.
#include <catch2/catch.hpp>

#include "device_bench.hpp"
#include "tests/support/raw_fields.hpp"

using namespace xsksim;
using test::DeviceBench;
using Times = std::vector<std::int64_t>;

namespace {

// One frame at 0; the driver writes used_event at 10000 and offers another frame at 20000, which is
// decided on at 25280.
Times raised(DeviceBench& bench, std::uint16_t used_event) {
    bench.run([&] {
        bench.offer(0);
        bench.kick();
        bench.wait_until(10'000);
        bench.driver.set_used_event(used_event);
        bench.wait_until(20'000);
        bench.offer(1);
        bench.kick();
    });
    return bench.lines.at_ns;
}

FaultRule coalesced(std::uint64_t packets, Duration time) {
    return {.what = FaultWhat::interrupt_coalesced,
            .delay = {.low = time, .high = time},
            .packets = packets};
}

}  // namespace

TEST_CASE("interrupt_unasked: also where used_event lies far ahead; told where it mattered") {
    DeviceBench healthy;
    CHECK(raised(healthy, 1000) == Times{5280});
    DeviceBench bench({}, false, {{.what = FaultWhat::interrupt_unasked}});
    CHECK(raised(bench, 1000) == Times{5280, 25'280});
    CHECK(bench.faults.fired(1) == 1);
    CHECK(arg(bench.log.of(EventKind::dev_signal)[1], 1) == 1);
}

TEST_CASE("interrupt_unasked: also where NO_INTERRUPT is set") {
    DeviceBench bench({.event_idx = false}, false, {{.what = FaultWhat::interrupt_unasked}});
    bench.driver.set_available_flags(1);
    CHECK(raised(bench, 0) == Times{5280, 25'280});
}

TEST_CASE("interrupt_omitted: the one that is owed does not come") {
    DeviceBench healthy;
    CHECK(raised(healthy, 1) == Times{5280, 25'280});
    DeviceBench bench({}, false, {{.what = FaultWhat::interrupt_omitted, .nth = {2}}});
    CHECK(raised(bench, 1) == Times{5280});
    CHECK(bench.faults.fired(1) == 1);
}

TEST_CASE("event_idx_stale: judged by the newest look that is so old") {
    const std::int64_t lag_ns = GENERATE(10, 5000, 1'000'000);
    DeviceBench bench({}, false,
                      {{.what = FaultWhat::event_idx_stale,
                        .delay = {.low = Duration{lag_ns}, .high = Duration{lag_ns}}}});
    // The device looks at 25260, when it publishes, and before that at 5280.
    const bool sees_it = lag_ns == 10;
    CHECK(raised(bench, 1) == (sees_it ? Times{5280, 25'280} : Times{5280}));
    CHECK(arg(bench.log.of(EventKind::dev_signal)[1], 2) == (sees_it ? 1 : 0));
    CHECK(bench.faults.fired(1) == (sees_it ? 0 : 1));
}

TEST_CASE("interrupt_coalesced: after so many packets, or so long after the first of them") {
    DeviceBench bench({.event_idx = false, .publish = PublishPolicy::each}, false,
                      {coalesced(3, {100'000})});
    bench.run([&] {
        bench.offer_many(0, 7);
        bench.kick();
        bench.wait_until(200'000);
        bench.offer(7);
        bench.kick();
    });
    // Packets are published at 5000 + 260 each: the 3rd, the 6th, and 100 us after the 7th and 8th.
    CHECK(bench.lines.at_ns == Times{5800, 6580, 106'840, 305'280});
    CHECK(bench.faults.fired(1) == 4);
}

TEST_CASE("interrupt_coalesced: what the driver suppresses stays suppressed") {
    DeviceBench bench({.event_idx = false, .publish = PublishPolicy::each}, false,
                      {coalesced(3, {100'000})});
    bench.driver.set_available_flags(1);
    bench.run([&] {
        bench.offer_many(0, 4);
        bench.kick();
    });
    CHECK(bench.lines.at_ns.empty());
    CHECK(bench.log.times(EventKind::dev_signal) == Times{5800, 106'060});
}

TEST_CASE("interrupt_coalesced: a used_event that was crossed meanwhile is not forgotten") {
    DeviceBench bench({.publish = PublishPolicy::each}, false, {coalesced(8, {100'000})});
    bench.driver.set_used_event(1);
    bench.run([&] {
        bench.offer_many(0, 4);
        bench.kick();
    });
    CHECK(bench.lines.at_ns == Times{105'280});
}
