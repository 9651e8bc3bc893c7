// SPDX-License-Identifier: GPL-2.0-only
// Sections on how a run ends and is judged: expect, end, bounds, schedule, trace.
#include "sim/scenario/key_entry.hpp"

namespace xsksim {

using namespace keys;

namespace {

ShapePointer<Expectation::Reached> reached_shape() {
    using Reached = Expectation::Reached;
    return record<Reached>({
        key("what", &Reached::what, std::make_shared<ReachedShape>(), "",
            "An event of models/events.hpp, or `fault:N`: rule N of `faults`, counted from 1, took "
            "effect.")
            .required(),
        key("at_least", &Reached::at_least, between(0, integer_max), "times", "At least so often."),
        key("at_most", &Reached::at_most, between(0, integer_max), "times",
            "At most so often; absent: no limit."),
    });
}

}  // namespace

ShapePointer<Expectation> expectation_shape() {
    return record<Expectation>({
        key("verdict", &Expectation::verdict,
            word<Outcome>({{"pass", Outcome::pass},
                           {"fail", Outcome::fail},
                           {"stalled", Outcome::stalled},
                           {"inconclusive", Outcome::inconclusive}}),
            "", "The verdict expected.")
            .required(),
        key("reached", &Expectation::reached, list(reached_shape()), "",
            "What must have happened, so that a pass is not empty."),
        key("because", &Expectation::because, list(text()), "",
            "Texts that must occur in the explanation of the stall or in a finding.")
            .only("only with verdict stalled or fail",
                  [](const Expectation& expectation) {
                      return expectation.verdict == Outcome::stalled ||
                             expectation.verdict == Outcome::fail;
                  }),
        flag("notes_fail", &Expectation::notes_fail,
             "Whether notes (what Linux 5.11 itself does outside the tx lock, data races) count as "
             "failures."),
    });
}

ShapePointer<EndCondition> end_shape() {
    return record<EndCondition>({
        key("frames", &EndCondition::frames, between(1, integer_max), "frames",
            "The application has taken back so many frames."),
        key("time_ns", &EndCondition::time, nanoseconds(1), "ns",
            "Simulated time has come this far."),
    });
}

ShapePointer<BoundsOptions> bounds_shape() {
    return record<BoundsOptions>({
        time("time_ns", &BoundsOptions::time, "Bound on simulated time.", 1),
        key("dispatches", &BoundsOptions::dispatches, between(1, integer_max), "events",
            "Bound on what the engine dispatches."),
        key("steps_per_call", &BoundsOptions::steps_per_call, between(1, integer_max),
            "basic blocks", "Bound on one call into the driver, so that an endless loop ends."),
        time("progress_ns", &BoundsOptions::progress,
             "With work waiting, no progress for so long is a stall.", 1),
    });
}

ShapePointer<ScheduleOptions> schedule_shape() {
    return record<ScheduleOptions>({
        key("preempt_probability", &ScheduleOptions::preempt_probability, probability(), "",
            "How likely the host takes the vCPU away at each shared access and marked call of the "
            "driver."),
        time("preempt_min_ns", &ScheduleOptions::preempt_min, "For how long, at least."),
        time("preempt_max_ns", &ScheduleOptions::preempt_max, "For how long, at most."),
    });
}

ShapePointer<TraceOptions> trace_shape() {
    return record<TraceOptions>({
        flag("accesses", &TraceOptions::accesses,
             "Whether each shared access of the driver is an event. Long traces."),
    });
}

}  // namespace xsksim
