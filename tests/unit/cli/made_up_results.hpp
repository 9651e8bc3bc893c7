// SPDX-License-Identifier: GPL-2.0-only
// Results as jobs hand them over, without a simulation.
#pragma once

#include "sim/cli/job.hpp"

namespace xsksim::cli::test {

// Every field of it has a value of its own.
inline RunResult made_up_run() {
    RunResult run;
    run.outcome = Outcome::stalled;
    run.as_expected = true;
    run.unexpected = {"one", "other"};
    run.violations = {
        {Code::progress_none_possible, "progress", "work waits", 12, Instant{4000}, 3,
         "f+0x1\ng+0x2", false},
        {Code::lock_queue_unlocked_upstream, "locks", "a note", 2, Instant{1000}, 1, "", true}};
    run.explanation = Explanation{"it stands still",
                                  {{Code::waits_tx_ring, "TX ring: 1"}},
                                  {{"hrtimer", "is off", 0, {}, {Code::stall_timer_off}},
                                   {"irq", "lost", 9, {77}, {Code::stall_interrupt_lost}}},
                                  {Code::stall_not_reaped}};
    run.inconclusive_reason = "a bound";
    run.end = {EndReason::idle, "nothing is left", Instant{5000}};
    Summary& s = run.summary;
    s.simulated = Instant{101};
    std::uint64_t next = 200;
    for (std::uint64_t* count : {&s.submitted,
                                 &s.on_wire,
                                 &s.reclaimed,
                                 &s.wire_bytes,
                                 &s.udp_submitted,
                                 &s.udp_on_wire,
                                 &s.xdp_on_wire,
                                 &s.kicks,
                                 &s.interrupts_raised,
                                 &s.interrupts_delivered,
                                 &s.interrupts_lost,
                                 &s.napi_polls,
                                 &s.timer_starts,
                                 &s.timer_fires,
                                 &s.sendmsg_calls,
                                 &s.full_waits,
                                 &s.in_flight_max,
                                 &s.vq_full_in_flight,
                                 &s.measured.events,
                                 &s.measured.accesses,
                                 &s.measured.engine.switches,
                                 &s.measured.engine.steps,
                                 &s.measured.engine.dispatches,
                                 &s.measured.engine.points})
        *count = next++;
    s.packets_per_second = 0.1;
    s.submit_to_wire = {1, 2, 3, 4, 5, 6, 7, {{8, 9}}};
    s.submit_to_reclaim = {11, 12, 13, 14, 15, 16, 17, {}};
    s.measured.cpu_by_context = {{"cpu0/softirq", {301}}, {"app", {302}}};
    run.figures = {{"sent", "6000"}};
    run.transitions = {{"WAKEUP", "ndo_xsk_wakeup", "virtnet_xsk_run: set TIMER", "TIMER", 401}};
    run.field_accesses = {{"hdr_pro", "virt_xsk_complete", 501, 502, 503, 504}};
    run.timeline = "a line\n";
    run.digest = 601;
    return run;
}

inline JobResult made_up_result(Outcome outcome = Outcome::stalled, bool as_expected = true) {
    JobResult result;
    result.exit = as_expected ? 0 : 1;
    result.name = "a-scenario";
    result.seed = 42;
    result.outcome = word_of(outcome);
    result.text = "a report\n";
    result.command = "xsksim run a-scenario.json --seed 42 --timeline";
    result.run = made_up_run();
    result.run->outcome = outcome;
    result.run->as_expected = as_expected;
    if (as_expected) result.run->unexpected.clear();
    if (outcome != Outcome::stalled) result.run->explanation.reset();
    return result;
}

inline JobResult failed_result() {
    JobResult result;
    result.exit = 4;
    result.name = "a-scenario.json";
    result.outcome = "simulator fault";
    result.text = "a-scenario.json: simulator fault: it broke\n";
    return result;
}

}  // namespace xsksim::cli::test
