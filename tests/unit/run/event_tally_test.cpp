// SPDX-License-Identifier: GPL-2.0-only
#include <catch2/catch.hpp>

#include "sim/run/event_tally.hpp"
#include "sim/run/measured_states.hpp"
#include "tests/unit/checks/made_up_trace.hpp"

namespace xsksim::run_tests {

using enum EventKind;

TEST_CASE("event tally: only events with the values asked for count") {
    EventTally tally;
    tally.add("vq_interrupt", {{"queue", 1}, {"handled", 0}});
    tally.add("irq_lost", {});
    tally.add("vq_interrupt", {{"handled", 1}});
    MadeUpTrace trace;
    trace.ev(vq_interrupt, 1, 0).ev(vq_interrupt, 1, 1).ev(vq_interrupt, 0, 0).ev(irq_lost, 1);
    trace.ev(vq_interrupt, 1, 0);
    EventCounts counts;
    EventListeners readers;
    counts.listen_to(readers);
    tally.listen_to(readers);
    trace.feed(readers);
    CHECK(tally.of("vq_interrupt", {{"queue", 1}, {"handled", 0}}, counts) == 2);
    CHECK(tally.of("vq_interrupt", {{"handled", 1}}, counts) == 1);
    CHECK(tally.of("irq_lost", {}, counts) == 1);
    CHECK(tally.of("vq_interrupt", {}, counts) == 4);
}

TEST_CASE("measured states: who changed which bit, and who touched a field under the tx lock") {
    JudgeSettings settings;
    settings.driver.state_bits = {{1, {"WAKEUP", BitMeaning::turns_wakeups_away}},
                                  {2, {"TIMER", BitMeaning::timer_queued}}};
    settings.driver.queue_state = {"send_queue.xsk.", {"timer."}};
    MadeUpTrace trace;
    const auto state = trace.intern("virtnet_xsk_wakeup:send_queue.xsk.state");
    const auto counter = trace.intern("virt_xsk_complete:send_queue.xsk.hdr_pro");
    trace.in("cpu1/app").ev(umem_register, 0, 0, 4096, 2048).ev(xsk_bind, 0, 0, 1, 64);
    trace.ev(xsk_wakeup, 0, 2).ev(access, state, 1, 8, 1);
    trace.ev(state_bit, 77, 1, static_cast<std::uint64_t>(BitOperation::test_and_set), 0);
    trace.ev(lock_acquire, 5, trace.intern("_xmit_lock")).ev(access, counter, 1, 8, 1);
    trace.ev(lock_release, 5).ev(access, counter, 0, 8, 1);

    Picture picture(settings, trace);
    MeasuredStates states(picture);
    EventListeners readers;
    picture.listen_to(readers);
    states.listen_to(readers);
    trace.feed(readers);

    const auto transitions = states.transitions();
    REQUIRE(transitions.size() == 1);
    CHECK(transitions[0].before == "need_wakeup");
    CHECK(transitions[0].in == "ndo_xsk_wakeup");
    CHECK(transitions[0].by == "virtnet_xsk_wakeup: test_and_set_bit WAKEUP");
    CHECK(transitions[0].after == "WAKEUP need_wakeup");
    CHECK(transitions[0].count == 1);
    const auto accesses = states.field_accesses();
    REQUIRE(accesses.size() == 2);  // the counter, and the state itself
    CHECK(accesses[0].field == "hdr_pro");
    CHECK(accesses[0].by == "virt_xsk_complete");
    CHECK(accesses[0].writes_locked == 1);
    CHECK(accesses[0].reads_unlocked == 1);
    CHECK(accesses[1].writes_unlocked == 1);
}

}  // namespace xsksim::run_tests
