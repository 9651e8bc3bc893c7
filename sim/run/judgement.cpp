// SPDX-License-Identifier: GPL-2.0-only
#include "sim/run/judgement.hpp"

#include <utility>

#include "sim/run/expectation.hpp"
#include "sim/run/run_listener.hpp"
#include "sim/run/world_options.hpp"

namespace xsksim {
namespace {

bool is_bound(EndReason reason) {
    return reason == EndReason::time_bound || reason == EndReason::event_bound;
}

Outcome outcome_of(const EndOfRun& ended, const Judge& judge) {
    const RunEnd& end = ended.end;
    if (judge.failed()) return Outcome::fail;
    if (judge.counts().of(EventKind::gap) > 0 || is_bound(end.reason)) return Outcome::inconclusive;
    // Idle: nothing will ever happen again, and the scenario's end is not reached.
    if (end.reason == EndReason::idle || ended.cause == StopCause::no_progress)
        return Outcome::stalled;
    const bool had_time =
        ended.cause == StopCause::nothing_pending || ended.cause == StopCause::settled;
    if (had_time && judge.picture().work_waiting()) return Outcome::stalled;
    if (judge.stalled()) return Outcome::stalled;
    return judge.broke_state_rules() ? Outcome::fail : Outcome::pass;
}

std::string why_inconclusive(const RunEnd& end, const Judge& judge) {
    if (judge.counts().of(EventKind::gap) > 0) return end.message;
    return end.reason == EndReason::time_bound ? "the bound /bounds/time_ns was reached"
                                               : "the bound /bounds/dispatches was reached";
}

}  // namespace

void emit_run_end(Trace& trace, const EndOfRun& ended) {
    const RunEnd& end = ended.end;
    trace.emit(event::RunEnded{
        .reason = end.reason, .text = trace.text(end.message), .cause = ended.cause});
}

EndOfRun end_of_run(const Event& event, const TraceNames& names) {
    const auto& ended = event.as<event::RunEnded>();
    return {{ended.reason, names.text(ended.text), event.at}, ended.cause};
}

Judgement::Judgement(const Scenario& scenario, const DriverManifest& driver,
                     const TraceNames& names)
    : scenario_(scenario),
      driver_(driver),
      names_(names),
      judge_(judge_settings(scenario, driver), names),
      summary_(judge_.picture()) {
    for (const auto& reached : scenario.expect.reached) tally_.add(reached.what, reached.where);
}

void Judgement::listen_to(EventListeners& readers, EventListeners* actors,
                          const RunListeners& listeners) {
    judge_.listen_to(readers);
    summary_.listen_to(readers);
    tally_.listen_to(readers, names_);
    listeners_ = listeners;
    for (RunListener* listener : listeners_)
        listener->listen_to({scenario_, driver_, picture(), names_, readers, actors});
}

RunResult Judgement::result(const EndOfRun& ended, Measures measured, Figures figures) {
    const RunEnd& end = ended.end;
    judge_.finish(end.at);
    RunResult result;
    result.end = end;
    result.outcome = outcome_of(ended, judge_);
    result.violations = judge_.violations();
    if (result.outcome == Outcome::stalled || judge_.stalled())
        result.explanation = explain(picture());
    if (result.outcome == Outcome::inconclusive)
        result.inconclusive_reason = why_inconclusive(end, judge_);
    result.unexpected = unexpected(scenario_, result, judge_.counts(), tally_);
    result.as_expected = result.unexpected.empty();
    if (figures == Figures::all) result.summary = summary_.summary(end.at);
    result.summary.measured = std::move(measured);
    for (RunListener* listener : listeners_) listener->at_end(result);
    return result;
}

}  // namespace xsksim
