// SPDX-License-Identifier: GPL-2.0-only
#include "sim/cli/explore_json.hpp"

#include <nlohmann/json.hpp>

#include "sim/cli/explore_coverage.hpp"
#include "sim/explore/document_edit.hpp"
#include "sim/view/json/schema.hpp"

namespace xsksim::cli {
namespace {

const char* ended_by(ExplorationEnd end) {
    switch (end) {
        case ExplorationEnd::budget:
            return "budget";
        case ExplorationEnd::deadline:
            return "deadline";
        case ExplorationEnd::interrupted:
            return "interrupt";
    }
    return "";
}

Json text_or_null(const std::string& text) { return text.empty() ? Json() : Json(text); }

Json frames_of(const Counterexample& counterexample) {
    const Node* frames = node_at(counterexample.document, "/end/frames");
    return frames == nullptr ? Json() : Json(frames->integer);
}

Json shown_again_json(const ReportedFailure& failure) {
    if (!failure.counterexample) return {};
    const Counterexample& counterexample = *failure.counterexample;
    Json race = Json::array();
    for (const std::string& step : race_steps(failure.story.lines, failure.story.lines.size()))
        race.push_back(step);
    return {{"scenario", failure.file},
            {"holds", counterexample.holds()},
            {"ties", counterexample.ties()},
            {"settings", counterexample.settings()},
            {"frames", frames_of(counterexample)},
            {"reference_fails", counterexample.reference_fails},
            {"decisive", failure.story.decisive},
            {"race", std::move(race)},
            {"runs", counterexample.runs},
            {"seconds", failure.seconds},
            {"again", failure.again}};
}

Json failure_json(const ReportedFailure& failure) {
    const MetFailure& first = failure.found.first;
    return {{"signature", first.signature},
            {"words", first.words},
            {"times", first.times},
            {"workloads", failure.found.workloads},
            {"first_execution", failure.found.executions_before},
            {"first_workload", first.workload},
            {"first_schedule", first.schedule},
            {"counterexample", shown_again_json(failure)}};
}

Json coverage_json(const CoverageFigures& figures) {
    return {{"classes", figures.classes},
            {"states", figures.states},
            {"orders", figures.orders},
            {"met_once", figures.met_once},
            {"met_twice", figures.met_twice},
            {"half_after_workload", figures.half_after},
            {"nine_tenths_after_workload", figures.most_after},
            {"all_after_workload", figures.all_after}};
}

Json estimate_json(const ExplorationState& state, const CoverageFigures& figures) {
    return {{"new_classes_in_next_workload", figures.new_in_next},
            {"classes_at_least", figures.classes_at_least},
            {"failing_workloads_below",
             state.found.empty() && state.samples() > 0 ? Json(figures.failing_below) : Json()}};
}

Json scenario_json(const ExploreOutcome& outcome) {
    const ExplorationState& state = outcome.state;
    const CoverageFigures figures = coverage_figures(state);
    Json failures = Json::array();
    for (const ReportedFailure& failure : outcome.failures)
        failures.push_back(failure_json(failure));
    return {{"scenario", outcome.name},
            {"complete", outcome.is_complete()},
            {"ended_by", ended_by(state.end)},
            {"workloads", state.workloads},
            {"executions", state.executions},
            {"cut_off", state.cut_off},
            {"shared", state.shared},
            {"contradictory", state.contradictory},
            {"seconds", outcome.seconds + outcome.seconds_before},
            {"coverage", coverage_json(figures)},
            {"estimate", estimate_json(state, figures)},
            {"failures", std::move(failures)}};
}

Json counterexample_schema() {
    using namespace schema;
    return or_null(record(
        "The scenario that shows it again; null: none was wanted, or none does.",
        {{"scenario", text("Its file.")},
         {"holds", whole("Contexts that it holds up.")},
         {"ties", whole("Ties that go the other way in it.")},
         {"settings", whole("Values that it sets.")},
         {"frames", or_null(integer("Frames that its application sends; null: as by default."))},
         {"reference_fails", flag("The reference driver fails in it, too.")},
         {"decisive", text("The decisive step, in words.")},
         {"race", list("The race in steps.", text("A step."))},
         {"runs", whole("Runs that it took to make it small.")},
         {"seconds", number("The same in seconds.")},
         {"again", text("The command that runs it.")}}));
}

Json failures_schema() {
    using namespace schema;
    return list("Causes of failure, in the order in which they were met.",
                record("One.", {{"signature", text("Verdict and codes, which tell causes apart.")},
                                {"words", text("Why it failed where it was met first.")},
                                {"times", whole("Executions that met it.")},
                                {"workloads", whole("Workloads that met it.")},
                                {"first_execution", whole("How soon: the first of them, from 1.")},
                                {"first_workload", whole("Its workload, from 0.")},
                                {"first_schedule", whole("Its schedule; 0: undisturbed.")},
                                {"counterexample", counterexample_schema()}}));
}

Json coverage_schema() {
    using namespace schema;
    return record("Classes of what executions showed.",
                  {{"classes", whole("All.")},
                   {"states", whole("What happened in which state of a queue.")},
                   {"orders", whole("Orders of accesses of two contexts.")},
                   {"met_once", whole("Those that one workload met.")},
                   {"met_twice", whole("Those that two met.")},
                   {"half_after_workload", whole("By which half of them were met, from 1.")},
                   {"nine_tenths_after_workload", whole("The same of nine tenths.")},
                   {"all_after_workload", whole("The same of all.")}});
}

Json estimate_schema() {
    using namespace schema;
    return record("What more of the same exploring would show; nothing of what it cannot reach.",
                  {{"new_classes_in_next_workload", number("On average (Good 1953).")},
                   {"classes_at_least", number("In all (Chao 1984).")},
                   {"failing_workloads_below",
                    or_null(number("A probability, with 95 % confidence (rule of three); null: "
                                   "something failed."))}});
}

}  // namespace

std::string explore_json(const std::vector<ExploreOutcome>& scenarios, const std::string& store,
                         const std::string& again) {
    Json all = Json::array();
    for (const ExploreOutcome& outcome : scenarios) all.push_back(scenario_json(outcome));
    return document_text(exploration_format, {{"scenarios", std::move(all)},
                                              {"store", text_or_null(store)},
                                              {"again", text_or_null(again)}});
}

schema::Properties exploration_schema() {
    using namespace schema;
    Json scenario = record(
        "One.", {{"scenario", text("Its name.")},
                 {"complete", flag("It came to the end of its budget.")},
                 {"ended_by", word("Why it ended.", {"budget", "deadline", "interrupt"})},
                 {"workloads", whole("That were drawn.")},
                 {"executions", whole("That were made of them.")},
                 {"cut_off", whole("Executions that hit a bound and have no answer.")},
                 {"shared", whole("Failures that are excepted, or the reference driver has, too.")},
                 {"contradictory", whole("Workloads whose values do not go together.")},
                 {"seconds", number("That it took, all sessions together.")},
                 {"coverage", coverage_schema()},
                 {"estimate", estimate_schema()},
                 {"failures", failures_schema()}});
    return {{"scenarios", list("Those that were explored.", std::move(scenario))},
            {"store", or_null(text("The file that keeps it."))},
            {"again", or_null(text("The command that goes on with it; null: it is complete, or "
                                   "nothing is kept."))}};
}

}  // namespace xsksim::cli
