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
            "An event of models/events.hpp; `fault:N`: rule N of `faults`, counted from 1, took "
            "effect; `hold:N`: hold N of `schedule` got what it waited for.")
            .required(),
        key("at_least", &Reached::at_least, between(0, integer_max), "times", "At least so often."),
        key("at_most", &Reached::at_most, between(0, integer_max), "times",
            "At most so often; absent: no limit."),
        key("where", &Reached::where, event_fields(), "",
            "Count only events with these values of their fields."),
    });
}

ShapePointer<ExpectedHold> hold_shape() {
    const auto hold = whole<ExpectedHold>;
    const auto at = hold / &HoldRule::at;
    const auto until = hold / &HoldRule::until;
    return record<ExpectedHold>({
        key("at", at / &Place::name, place(), "",
            "Where: a driver function (on entry), `function:call` or `function:structure.field` "
            "(before it; `trace.accesses` shows the names), or `event:KIND` (at the context's next "
            "scheduling point).")
            .required(),
        key("at_where", at / &Place::where, event_fields(), "",
            "Fields of that event, and their values."),
        key("hit", hold / &HoldRule::hit, between(1, integer_max), "times", "The so-manieth time."),
        key("times", hold / &HoldRule::times, between(1, integer_max), "times",
            "That time and so many in all."),
        key("cpu", hold / &HoldRule::cpu, between(0, vcpus_max - 1), "vCPU",
            "Count only what this one does; absent: any."),
        key("level", hold / &HoldRule::level,
            word<Level>(
                {{"task", Level::task}, {"softirq", Level::softirq}, {"hardirq", Level::hardirq}}),
            "", "Count only contexts of this level; absent: any."),
        key("after", hold / &HoldRule::after, between(1, 1000), "hold",
            "Count only once this hold, counted from 1, has begun."),
        key("until", until / &Place::name, place(), "",
            "Goes on when another context gets to this place or this event happens; absent: after "
            "`at_most_ns`."),
        key("until_where", until / &Place::where, event_fields(), "", "Fields of that event."),
        key("until_hit", hold / &HoldRule::until_hit, between(1, integer_max), "times",
            "The so-manieth time since the hold began."),
        time("at_most_ns", hold / &HoldRule::at_most, "Goes on after this at the latest.", 1),
        flag(
            "only_context", hold / &HoldRule::only_context,
            "Whether its vCPU still takes interrupts: false stops the whole vCPU, as a host does."),
        flag("optional", &ExpectedHold::optional,
             "Whether the hold may never begin or give up; else the run is unexpected then."),
    });
}

ShapePointer<TieRule> tie_shape() {
    return record<TieRule>({
        key("last", &TieRule::last, text(), "",
            "Who: a context, by the name that the trace has: `cpu0/softirq`, `device/tx0`.")
            .required(),
        key("hit", &TieRule::hit, between(1, integer_max), "times",
            "In the so-manieth tie in which it would go first."),
        flag("optional", &TieRule::optional,
             "Whether there may be fewer of them; else the run is unexpected then."),
    });
}

}  // namespace

ShapePointer<Expectation> expectation_shape() {
    return record<Expectation>({
        key("verdict", &Expectation::verdict, word<Outcome>(), "", "The verdict expected.")
            .required(),
        key("reached", &Expectation::reached, list(reached_shape()), "",
            "What must have happened, so that a pass is not empty."),
        key("because", &Expectation::because, list(reason()), "",
            "Codes (docs/codes.md) that the explanation of the stall or a finding must have, or "
            "texts that must occur in them.")
            .only("only with verdict stalled or fail",
                  [](const Expectation& expectation) {
                      return expectation.verdict == Outcome::stalled ||
                             expectation.verdict == Outcome::fail;
                  }),
        flag("notes_fail", of(&Expectation::judgement) / &JudgementOptions::notes_fail,
             "Whether notes (what Linux 5.11 itself does outside the tx lock, data races) count as "
             "failures."),
    });
}

ShapePointer<EndCondition> end_shape() {
    return record<EndCondition>({
        key("frames", &EndCondition::frames, between(1, integer_max), "frames",
            "The application has taken back so many frames; with several, each of them."),
        key("time_ns", &EndCondition::time, nanoseconds(1), "ns",
            "Simulated time has come this far."),
        key("settle_ns", &EndCondition::settle, integer<Duration>(nanoseconds(1)), "ns",
            "Then senders cease, and what they handed over has at most so long to get through: "
            "what still waits after it is stuck, and the run stalled. Absent: no time, and no "
            "question."),
    });
}

Key<Scenario> bounds_key() {
    const auto bounds = of(&Scenario::bounds);
    return group_key<Scenario>(
        "bounds",
        {
            time("time_ns", bounds / &BoundsOptions::time, "Bound on simulated time.", 1),
            key("dispatches", bounds / &BoundsOptions::dispatches, between(1, integer_max),
                "events", "Bound on what the engine dispatches."),
            key("steps_per_call", of(&Scenario::shim) / &ShimOptions::steps_per_call,
                between(1, integer_max), "steps",
                "Bound on one call into the driver, so that an endless loop ends. A step is an "
                "access to memory, a call of the kernel or the beginning of a function."),
            time("progress_ns",
                 of(&Scenario::expect) / &Expectation::judgement / &JudgementOptions::progress,
                 "With work waiting, no progress for so long is a stall.", 1),
        },
        "Safety nets: a run that reaches one is inconclusive (progress_ns: stalled).");
}

Key<Scenario> schedule_key() {
    const auto steals = of(&Scenario::kernel) / &KernelOptions::cpus / &CpusOptions::host_steals;
    const auto stores = of(&Scenario::store_buffers);
    return group_key<Scenario>(
        "schedule",
        {
            key("preempt_probability", steals / &HostStealOptions::probability, probability(), "",
                "How likely the host takes the vCPU away at each shared access and marked call of "
                "the "
                "driver."),
            time("preempt_min_ns", steals / &HostStealOptions::min, "For how long, at least."),
            time("preempt_max_ns", steals / &HostStealOptions::max, "For how long, at most."),
            time("store_delay_min_ns", stores / &StoreBufferOptions::delay_min,
                 "With `memory` `tso`: how long a store stays invisible to others, at least."),
            time("store_delay_max_ns", stores / &StoreBufferOptions::delay_max,
                 "At most. A full barrier ends it at once."),
            key("holds", &Scenario::holds, list(hold_shape()), "",
                "Forces an interleaving: each stops a context at a place until another has got to "
                "its "
                "own."),
            key("ties", &Scenario::ties, list(tie_shape()), "",
                "Of several that are due at one time, each names one that goes last instead of "
                "first."),
        },
        "Random pre-emption of vCPUs, as by a host.");
}

namespace {

ShapePointer<BreakerOptions::Kill> kill_shape() {
    using Kill = BreakerOptions::Kill;
    const TextRules name{64, "^[a-z0-9][a-z0-9-]*$", "small letters, digits, `-`"};
    return record<Kill>({
        key("mutant", &Kill::mutant, text(name), "",
            "The mutant: `NAME.patch` or `NAME.json` of tests/mutants.")
            .required(),
        key("verdict", &Kill::verdict, word_for({Outcome::fail, Outcome::stalled}), "",
            "What the run with the mutant must come to.")
            .required(),
        key("because", &Kill::because, list(reason()), "",
            "Codes that its explanation or a finding must have, or texts that must occur in them."),
    });
}

}  // namespace

ShapePointer<BreakerOptions> breaker_shape() {
    return record<BreakerOptions>({
        key("safeguard", &BreakerOptions::safeguard, text(), "",
            "The line that exists only for the race."),
        key("race", &BreakerOptions::race, list(text()), "", "The race, step by step."),
        key("kills", &BreakerOptions::kills, list(kill_shape()), "",
            "The mutants that fail here, and how."),
    });
}

namespace {

ShapePointer<ReviewOptions::Figure> figure_shape() {
    using Figure = ReviewOptions::Figure;
    return record<Figure>({
        key("name", &Figure::name, text({40}), "", "What the number is.").required(),
        key("count", &Figure::count, std::make_shared<ReachedShape>(), "",
            "How often this happened, as under `expect`."),
        key("where", &Figure::where, event_fields(), "",
            "Count only events with these values of their fields."),
        key("summary", &Figure::summary, text({64}), "",
            "A value of summary.json instead, levels joined by dots: `interrupts.lost`."),
    });
}

}  // namespace

ShapePointer<ReviewOptions> review_shape() {
    return record<ReviewOptions>({
        key("question", &ReviewOptions::question, between(1, 99), "",
            "The section of docs/review.md."),
        key("asked", &ReviewOptions::asked, text({100}), "", "Its question in a few words."),
        key("figures", &ReviewOptions::figures, list(figure_shape()), "",
            "The numbers that `xsksim review` shows."),
    });
}

ShapePointer<FoundOptions> found_shape() {
    return record<FoundOptions>({
        key("by", &FoundOptions::by, text(), "", "The exploration that found it."),
        key("driver", &FoundOptions::failing_driver, text(), "",
            "The driver that fails, a name or a file; absent: the scenario's."),
        key("decisive", &FoundOptions::decisive, text(), "",
            "The step after which it fails however it goes on, and what would save it, as tried."),
        key("race", &FoundOptions::race, list(text()), "", "The race, step by step."),
    });
}

Key<Scenario> trace_key() {
    return group_key<Scenario>(
        "trace",
        {
            flag("accesses", of(&Scenario::shim) / &ShimOptions::access_events,
                 "Whether each shared access of the driver is an event, and what every context "
                 "does at a scheduling point. Long traces."),
        },
        "What the trace holds.");
}

}  // namespace xsksim
