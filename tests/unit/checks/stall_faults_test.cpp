// SPDX-License-Identifier: GPL-2.0-only
// Where a fault rule took a wake-up away, the explanation of the stall says so, and says which.
#include <catch2/catch.hpp>

#include "tests/unit/checks/stalled_queue.hpp"

namespace xsksim::check_tests {
namespace {

using enum EventKind;
using Catch::Contains;

// A queue that was filled and kicked; rule 1 is about its TX side.
struct FaultyQueue : StalledQueue {
    explicit FaultyQueue(FaultWhat what) { settings.faults = {{what, 0, false}}; }
    FaultyQueue& strike() {
        trace.ev(fault_fired, 1, 1, trace.intern("the rule's words"));
        return *this;
    }
};

}  // namespace

TEST_CASE("stall: a kick that was lost is named, in the headline and at the device") {
    FaultyQueue queue(FaultWhat::kick_lost);
    queue.fill();
    queue.strike().end();
    CHECK(
        queue.explain().headline ==
        "TX queue 0 stands still since 10.000 us: the device holds 119 buffers and completes none; "
        "the kick was lost at 20.000 us by fault rule 1 (the rule's words).");
    CHECK_THAT(queue.about("device").why_not,
               Contains("the kick was lost at 20.000 us by fault rule 1 (the rule's words)"));
}

TEST_CASE("stall: a kick that was lost before the device slept again is not the reason") {
    FaultyQueue queue(FaultWhat::kick_lost);
    queue.fill();
    queue.strike();
    queue.trace.at(30).ev(dev_wake, 1, 119).ev(dev_sleep, 1, 0, 0);
    queue.end();
    CHECK_THAT(queue.text(), !Contains("fault rule"));
}

TEST_CASE("stall: a rule of the receive queue or of another pair is not the reason") {
    FaultyQueue queue(FaultWhat::kick_lost);
    queue.settings.faults = {GENERATE(FaultSubject{FaultWhat::kick_lost, 0, true},
                                      FaultSubject{FaultWhat::kick_lost, 1, false})};
    queue.fill();
    queue.strike().end();
    CHECK_THAT(queue.text(), !Contains("the kick was lost"));
}

TEST_CASE("stall: what befell the device is named") {
    const auto [what, words] = GENERATE(
        std::pair{FaultWhat::queue_dead, "nobody serves the queue: it was made dead at 20.000 us"},
        std::pair{FaultWhat::ring_broken, "the ring was broken at 20.000 us"},
        std::pair{FaultWhat::device_paused, "the device was paused at 20.000 us"},
        std::pair{FaultWhat::head_stuck, "the device failed at its next buffer at 20.000 us"},
        std::pair{FaultWhat::kick_delayed, "the kick was held back at 20.000 us"},
        std::pair{FaultWhat::kick_suppressed, "without asking for a kick, at 20.000 us"},
        std::pair{FaultWhat::kick_not_rechecked, "without looking again, at 20.000 us"},
        std::pair{FaultWhat::used_late, "becomes visible late, held back at 20.000 us"});
    FaultyQueue queue(what);
    queue.fill();
    queue.strike().end();
    CHECK_THAT(queue.explain().headline, Contains(words));
    CHECK_THAT(queue.about("device").why_not, Contains("by fault rule 1 (the rule's words)"));
}

TEST_CASE("stall: the used ring that a rule falsified before the driver gave up") {
    FaultyQueue queue(FaultWhat::used_wrong_id);
    queue.fill().drain_and_raise();
    queue.strike();
    queue.trace.ev(vq_broken, 1, queue.trace.intern("used id out of range"));
    queue.end();
    CHECK_THAT(queue.explain().headline,
               Contains("its virtqueue is broken; the used ring was falsified at 60.000 us by "
                        "fault rule 1"));
}

TEST_CASE("stall: an interrupt that the device was made to decide against") {
    const FaultWhat what = GENERATE(FaultWhat::interrupt_omitted, FaultWhat::event_idx_stale);
    FaultyQueue queue(what);
    queue.fill().drain_and_raise();
    queue.strike().end();
    CHECK_THAT(queue.about("TX interrupt").why_not,
               Contains("decided against the interrupt that it owed, made to at 60.000 us by fault "
                        "rule 1 (the rule's words)"));
}

TEST_CASE("stall: a line that was given up, a vector that is masked, a decision that is put off") {
    const auto [what, words] = GENERATE(
        std::pair{FaultWhat::interrupt_killed,
                  "Its line was given up at 60.000 us by fault rule 1"},
        std::pair{FaultWhat::interrupt_masked, "It was masked at 60.000 us by fault rule 1"},
        std::pair{FaultWhat::interrupt_coalesced, "was put off at 60.000 us by fault rule 1"});
    FaultyQueue queue(what);
    queue.fill().drain_and_raise();
    queue.strike();
    queue.trace.ev(irq_masked, 1, 1);
    queue.end();
    CHECK_THAT(queue.about("TX interrupt").why_not, Contains(words));
}

TEST_CASE("stall: a device that lies about its used index holds no negative number of buffers") {
    FaultyQueue queue(FaultWhat::used_index_ahead);
    queue.fill().drain_and_raise();
    queue.trace.ev(dev_publish, 1, 119, 519);
    queue.end();
    CHECK_THAT(queue.text(), !Contains("18 446"));
}

TEST_CASE(
    "event_idx_law: a decision that a rule has struck is the scenario's own, the next is not") {
    MadeUpTrace trace;
    JudgeSettings settings;
    settings.faults = {{FaultWhat::interrupt_omitted, 0, false}};
    trace.at(1).ev(vq_setup, 1, 256, 1);
    trace.ev(dev_publish, 1, 0, 1).ev(dev_signal, 1, 1, 0, 1);
    trace.ev(fault_fired, 1, 1, 0).ev(dev_publish, 1, 1, 2).ev(dev_signal, 1, 0, 1, 2);
    CHECK(JudgedTrace(trace, settings).said_by("event_idx_law").empty());
    trace.ev(dev_publish, 1, 2, 3).ev(dev_signal, 1, 0, 2, 3);
    CHECK(JudgedTrace(trace, settings).said_by("event_idx_law") ==
          "queue 1: the device decides against an interrupt, but used_event is 2, in [2, 3)\n");
}

}  // namespace xsksim::check_tests
