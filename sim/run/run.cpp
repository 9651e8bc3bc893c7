// SPDX-License-Identifier: GPL-2.0-only
#include "sim/run/run.hpp"

#include <filesystem>

#include "sim/core/check.hpp"
#include "sim/run/digest_listener.hpp"
#include "sim/run/judgement.hpp"
#include "sim/run/manifest.hpp"
#include "sim/run/progress_watch.hpp"
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

struct Driver {
    DriverManifest manifest;
    DriverObject& object;
};

Driver load_driver(const Scenario& scenario, const RunOptions& options) {
    const std::filesystem::path directory = driver_directory(options.driver_directory);
    const std::string name = scenario.driver.name;
    const auto path = directory / (name + ".so");
    if (!std::filesystem::is_regular_file(path))
        throw BadInput({{scenario.name, 0, "/driver/name", "a driver in " + directory.string(),
                         "no " + name + ".so there", ""}});
    return {load_manifest((directory / (name + ".json")).string()),
            DriverObject::load(std::filesystem::absolute(path).string())};
}

// Everything that listens to one run.
class Observers {
public:
    Observers(World& world, const LiveNames& names, const JudgeSettings& settings,
              const Scenario& scenario, const RunOptions& options)
        : judge_(settings, names), watch_(judge_.stall(), settings.progress_bound, [&world] {
              world.request_stop(no_progress_message);
          }) {
        Trace& trace = world.trace();
        judge_.attach(trace);
        trace.listen(watch_, ProgressWatch::kinds());
        trace.listen(summary_, SummaryObserver::kinds());
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
    ProgressWatch watch_;
    SummaryObserver summary_;
    DigestListener digest_;
    std::optional<Timeline> timeline_;
    std::optional<TraceWriter> file_;
};

RunResult result_of(World& world, Observers& observers, const Scenario& scenario,
                    const RunOptions& options, const RunEnd& end) {
    RunResult result = judged(scenario, observers.judge_, end);
    result.summary = observers.summary_.summary(end.at);
    result.summary.cpu_by_context = world.cpu_by_context();
    result.summary.engine = world.engine().counters();
    result.summary.events = world.trace().count();
    result.summary.accesses = world.accesses();
    if (options.digest) result.digest = observers.digest_.value();
    if (observers.timeline_) result.timeline = observers.timeline_->text();
    return result;
}

}  // namespace

RunResult run_scenario(const Scenario& scenario, const RunOptions& options) {
    const Driver driver = load_driver(scenario, options);
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
