// SPDX-License-Identifier: GPL-2.0-only
#include "sim/run/run.hpp"

#include "sim/core/check.hpp"
#include "sim/run/judgement.hpp"
#include "sim/run/progress_watch.hpp"
#include "sim/run/world.hpp"

namespace xsksim {
namespace {

class LiveNames : public TraceNames {
public:
    LiveNames(const Trace& trace, const Engine& engine) : trace_(trace), engine_(engine) {}
    std::string text(Text text) const override { return trace_.text_at(text); }
    std::string context(ContextId id) const override {
        return id == no_context ? std::string() : std::string(engine_.name_of(id));
    }

private:
    const Trace& trace_;
    const Engine& engine_;
};

}  // namespace

RunResult run(const Scenario& scenario, const LoadedDriver& driver, Engine& engine, Choice& choice,
              const RunListeners& listeners) {
    World world(scenario, driver, engine, choice);
    const LiveNames names(world.trace(), engine);
    Judgement judgement(scenario, driver.manifest, names);
    judgement.listen_to(world.trace().readers(), &world.trace().actors(), listeners);
    ProgressWatch watch(judgement.picture(), scenario.expect.judgement.progress,
                        [&world] { world.request_stop(StopCause::no_progress); });
    watch.listen_to(world.trace().actors());
    const EndOfRun ended = world.run();
    if (ended.end.reason == EndReason::simulator_fault) throw SimulatorFault(ended.end.message);
    emit_run_end(world.trace(), ended);
    return judgement.result(ended, world.measured());
}

Engine::Bounds bounds_of(const Scenario& scenario) {
    return {.time = Instant{} + scenario.bounds.time, .dispatches = scenario.bounds.dispatches};
}

}  // namespace xsksim
