// SPDX-License-Identifier: GPL-2.0-only
// What of a RunResult crosses the border between two processes (sim/core/byte_codec.hpp): all.
#pragma once

#include "sim/core/byte_codec.hpp"
#include "sim/run/run.hpp"

namespace xsksim {

auto fields(SameAs<Instant> auto& at) { return std::tie(at.ns); }
auto fields(SameAs<Duration> auto& duration) { return std::tie(duration.ns); }

auto fields(SameAs<RunEnd> auto& end) {
    auto& [reason, message, at] = end;
    return std::tie(reason, message, at);
}

auto fields(SameAs<EngineCounters> auto& counters) {
    auto& [switches, steps, dispatches, points] = counters;
    return std::tie(switches, steps, dispatches, points);
}

auto fields(SameAs<Violation> auto& violation) {
    auto& [check, message, event, at, context, stack, is_note] = violation;
    return std::tie(check, message, event, at, context, stack, is_note);
}

auto fields(SameAs<WakerStory> auto& story) {
    auto& [waker, why_not, event, at] = story;
    return std::tie(waker, why_not, event, at);
}

auto fields(SameAs<Explanation> auto& explanation) {
    auto& [headline, waiting, wakers] = explanation;
    return std::tie(headline, waiting, wakers);
}

auto fields(SameAs<LatencySummary> auto& latency) {
    auto& [count, min, p50, p90, p99, p999, max, bins] = latency;
    return std::tie(count, min, p50, p90, p99, p999, max, bins);
}

auto fields(SameAs<Measures> auto& measures) {
    auto& [events, accesses, engine, cpu_by_context] = measures;
    return std::tie(events, accesses, engine, cpu_by_context);
}

auto fields(SameAs<Summary> auto& summary) {
    auto& [simulated, submitted, on_wire, reclaimed, wire_bytes, udp_submitted, udp_on_wire,
           xdp_on_wire, packets_per_second, submit_to_wire, submit_to_reclaim, kicks,
           interrupts_raised, interrupts_delivered, interrupts_lost, napi_polls, timer_starts,
           timer_fires, sendmsg_calls, full_waits, in_flight_max, vq_full_in_flight, measured] =
        summary;
    return std::tie(simulated, submitted, on_wire, reclaimed, wire_bytes, udp_submitted,
                    udp_on_wire, xdp_on_wire, packets_per_second, submit_to_wire, submit_to_reclaim,
                    kicks, interrupts_raised, interrupts_delivered, interrupts_lost, napi_polls,
                    timer_starts, timer_fires, sendmsg_calls, full_waits, in_flight_max,
                    vq_full_in_flight, measured);
}

auto fields(SameAs<StateTransition> auto& transition) {
    auto& [before, in, by, after, count] = transition;
    return std::tie(before, in, by, after, count);
}

auto fields(SameAs<FieldAccess> auto& access) {
    auto& [field, by, reads_locked, writes_locked, reads_unlocked, writes_unlocked] = access;
    return std::tie(field, by, reads_locked, writes_locked, reads_unlocked, writes_unlocked);
}

auto fields(SameAs<RunResult> auto& result) {
    auto& [outcome, as_expected, unexpected, violations, explanation, inconclusive_reason, end,
           summary, figures, transitions, field_accesses, timeline, digest] = result;
    return std::tie(outcome, as_expected, unexpected, violations, explanation, inconclusive_reason,
                    end, summary, figures, transitions, field_accesses, timeline, digest);
}

}  // namespace xsksim
