// SPDX-License-Identifier: GPL-2.0-only
#include "sim/run/judgement.hpp"

#include "sim/run/expectation.hpp"
#include "sim/run/review_figures.hpp"
#include "sim/run/summary_observer.hpp"
#include "sim/run/world_options.hpp"
#include "sim/scenario/parse.hpp"
#include "sim/trace/trace_file.hpp"
#include "sim/view/run/timeline.hpp"

namespace xsksim {
namespace {

bool is_bound(EndReason reason) {
    return reason == EndReason::time_bound || reason == EndReason::event_bound;
}

Outcome outcome_of(const RunEnd& end, const Judge& judge) {
    if (judge.failed()) return Outcome::fail;
    if (judge.counts().of(EventKind::gap) > 0 || is_bound(end.reason)) return Outcome::inconclusive;
    // Idle: nothing will ever happen again, and the scenario's end is not reached.
    if (end.reason == EndReason::idle || end.message == no_progress_message)
        return Outcome::stalled;
    const bool had_time = end.message == idle_at_end_message || end.message == settled_message;
    if (had_time && judge.picture().work_waiting()) return Outcome::stalled;
    if (judge.stalled()) return Outcome::stalled;
    return judge.broke_state_rules() ? Outcome::fail : Outcome::pass;
}

std::string why_inconclusive(const RunEnd& end, const Judge& judge) {
    if (judge.counts().of(EventKind::gap) > 0) return end.message;
    return end.reason == EndReason::time_bound ? "the bound /bounds/time_ns was reached"
                                               : "the bound /bounds/dispatches was reached";
}

struct EndListener {
    void on(const event::RunEnded&, const Event& e) { end = e; }
    Event end;
};

}  // namespace

RunResult judged(const Scenario& scenario, const Judge& judge, const EventTally& tally,
                 const RunEnd& end) {
    RunResult result;
    result.end = end;
    result.outcome = outcome_of(end, judge);
    result.violations = judge.violations();
    if (result.outcome == Outcome::stalled || judge.stalled())
        result.explanation = explain(judge.picture());
    if (result.outcome == Outcome::inconclusive)
        result.inconclusive_reason = why_inconclusive(end, judge);
    result.unexpected = unexpected(scenario, result, judge.counts(), tally);
    result.as_expected = result.unexpected.empty();
    return result;
}

void emit_run_end(Trace& trace, const RunEnd& end) {
    trace.emit(event::RunEnded{.reason = end.reason, .text = trace.text(end.message)});
}

RunEnd run_end_of(const Event& event, const TraceNames& names) {
    const auto& ended = event.as<event::RunEnded>();
    return {ended.reason, names.text(ended.text), event.at};
}

SavedRun judge_trace(const std::string& path) {
    TraceReader reader(path);
    SavedRun saved{parse_scenario(reader.header().scenario_json, path), {}};
    Judge judge(judge_settings(saved.scenario, reader.header().driver), reader);
    SummaryObserver summary(judge.picture());
    EventTally tally(saved.scenario, reader);
    EndListener last;
    judge.listen_to(reader.readers());
    summary.listen_to(reader.readers());
    tally.listen_to(reader.readers());
    reader.readers().listen<event::RunEnded>(last);
    Timeline timeline(judge.picture(), reader);
    timeline.listen_to(reader.readers());
    judge.finish(reader.read());
    const RunEnd end = run_end_of(last.end, reader);
    saved.result = judged(saved.scenario, judge, tally, end);
    saved.result.summary = summary.summary(end.at);
    const TraceFooter& measured = reader.footer();
    saved.result.summary.cpu_by_context = measured.cpu_by_context;
    saved.result.summary.engine = measured.engine;
    saved.result.summary.events = measured.events;
    saved.result.summary.accesses = measured.accesses;
    saved.result.timeline = timeline.text();
    saved.result.figures = review_figures(saved.scenario, saved.result, tally, judge.counts());
    return saved;
}

}  // namespace xsksim
