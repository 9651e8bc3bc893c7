// SPDX-License-Identifier: GPL-2.0-only
#include "sim/run/run.hpp"

#include "sim/core/check.hpp"
#include "sim/run/digest_listener.hpp"
#include "sim/run/judgement.hpp"
#include "sim/run/loaded_driver.hpp"
#include "sim/run/progress_watch.hpp"
#include "sim/run/review_figures.hpp"
#include "sim/run/summary_observer.hpp"
#include "sim/run/timeline.hpp"
#include "sim/run/trace_file.hpp"
#include "sim/run/world.hpp"
#include "sim/run/world_options.hpp"
#include "sim/scenario/parse.hpp"

namespace xsksim {
namespace {

class LiveNames : public TraceNames {
public:
    explicit LiveNames(World& world) : world_(world) {}
    std::string text(std::uint64_t index) const override { return world_.trace().text_at(index); }
    std::string context(ContextId id) const override {
        return id == no_context ? std::string() : std::string(world_.engine().name_of(id));
    }

private:
    World& world_;
};

// Everything that listens to one run.
class Observers {
public:
    Observers(World& world, const LiveNames& names, const JudgeSettings& settings,
              const Scenario& scenario, const RunOptions& options)
        : judge_(settings, names),
          tally_(scenario),
          watch_(judge_.stall(), settings.progress_bound,
                 [&world] { world.request_stop(no_progress_message); }) {
        Trace& trace = world.trace();
        judge_.attach(trace);
        trace.listen(watch_, ProgressWatch::kinds());
        trace.listen(summary_, SummaryObserver::kinds());
        if (!tally_.kinds().empty()) trace.listen(tally_, tally_.kinds());
        if (scenario.shim.access_events) {
            states_.emplace(settings, names, judge_.stall());
            trace.listen(*states_, MeasuredStates::kinds());
        }
        if (options.digest) trace.listen(digest_);
        if (options.timeline) {
            timeline_.emplace(names);
            trace.listen(*timeline_, Timeline::kinds());
        }
        if (options.trace_file) {
            file_.emplace(*options.trace_file, trace_header(scenario, settings), names);
            trace.listen(*file_);
        }
    }

    Judge judge_;
    EventTally tally_;
    ProgressWatch watch_;
    SummaryObserver summary_;
    std::optional<MeasuredStates> states_;
    DigestListener digest_;
    std::optional<Timeline> timeline_;
    std::optional<TraceWriter> file_;
};

RunResult result_of(World& world, Observers& observers, const Scenario& scenario,
                    const RunOptions& options, const RunEnd& end) {
    RunResult result = judged(scenario, observers.judge_, observers.tally_, end);
    result.summary = observers.summary_.summary(end.at);
    result.summary.cpu_by_context = world.cpu_by_context();
    result.summary.engine = world.engine().counters();
    result.summary.events = world.trace().count();
    result.summary.accesses = world.accesses();
    result.figures = review_figures(scenario, result, observers.tally_, observers.judge_.counts());
    if (observers.states_) {
        result.transitions = observers.states_->transitions();
        result.field_accesses = observers.states_->field_accesses();
    }
    if (options.digest) result.digest = observers.digest_.value();
    if (observers.timeline_) result.timeline = observers.timeline_->text();
    return result;
}

}  // namespace

RunResult run_scenario(const Scenario& scenario, const RunOptions& options) {
    const LoadedDriver driver =
        options.driver != nullptr
            ? *options.driver
            : load_driver(scenario.driver.name, options.driver_directory, scenario.name);
    World world(scenario, driver.object, options.strict_engine);
    const LiveNames names(world);
    const JudgeSettings settings =
        judge_settings(scenario, driver.manifest, world.parameter("xsk_check_timeout"));
    Observers observers(world, names, settings, scenario, options);
    const RunEnd end = world.run();
    if (end.reason == EndReason::simulator_fault) throw SimulatorFault(end.message);
    emit_run_end(world.trace(), end);
    observers.judge_.finish(end.at);
    if (observers.file_) observers.file_->close();
    return result_of(world, observers, scenario, options, end);
}

}  // namespace xsksim
