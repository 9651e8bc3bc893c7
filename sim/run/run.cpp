// SPDX-License-Identifier: GPL-2.0-only
#include "sim/run/run.hpp"

#include "sim/core/check.hpp"
#include "sim/driver/loaded_driver.hpp"
#include "sim/run/digest_listener.hpp"
#include "sim/run/judgement.hpp"
#include "sim/run/progress_watch.hpp"
#include "sim/run/review_figures.hpp"
#include "sim/run/summary_observer.hpp"
#include "sim/run/world.hpp"
#include "sim/run/world_options.hpp"
#include "sim/scenario/parse.hpp"
#include "sim/trace/trace_file.hpp"
#include "sim/view/run/timeline.hpp"

namespace xsksim {
namespace {

class LiveNames : public TraceNames {
public:
    explicit LiveNames(World& world) : world_(world) {}
    std::string text(Text text) const override { return world_.trace().text_at(text); }
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
              const Scenario& scenario, const DriverManifest& driver, const RunOptions& options)
        : judge_(settings, names),
          tally_(scenario, names),
          summary_(judge_.picture()),
          watch_(judge_.picture(), settings.strictness.progress,
                 [&world] { world.request_stop(no_progress_message); }) {
        EventListeners& readers = world.trace().readers();
        judge_.listen_to(readers);
        summary_.listen_to(readers);
        tally_.listen_to(readers);
        if (scenario.shim.access_events) states_.emplace(judge_.picture()).listen_to(readers);
        if (options.digest) readers.listen_to_all(digest_);
        if (options.timeline) timeline_.emplace(judge_.picture(), names).listen_to(readers);
        if (options.trace_file)
            readers.listen_to_all(
                file_.emplace(*options.trace_file, trace_header(scenario, driver), names));
        watch_.listen_to(world.trace().actors());
    }

    Judge judge_;
    EventTally tally_;
    SummaryObserver summary_;
    ProgressWatch watch_;
    std::optional<MeasuredStates> states_;
    DigestListener digest_;
    std::optional<Timeline> timeline_;
    std::optional<TraceWriter> file_;
};

TraceFooter footer_of(World& world) {
    return {world.trace().count(), world.accesses(), world.engine().counters(),
            world.cpu_by_context()};
}

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
    const JudgeSettings settings = judge_settings(scenario, driver.manifest);
    Observers observers(world, names, settings, scenario, driver.manifest, options);
    const RunEnd end = world.run();
    if (end.reason == EndReason::simulator_fault) throw SimulatorFault(end.message);
    emit_run_end(world.trace(), end);
    observers.judge_.finish(end.at);
    if (observers.file_) observers.file_->close(footer_of(world));
    return result_of(world, observers, scenario, options, end);
}

}  // namespace xsksim
