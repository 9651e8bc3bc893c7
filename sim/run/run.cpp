// SPDX-License-Identifier: GPL-2.0-only
#include "sim/run/run.hpp"

#include "sim/run/live_run.hpp"

namespace xsksim {

RunResult run(const Scenario& scenario, const LoadedDriver& driver, Engine& engine, Choice& choice,
              const RunListeners& listeners) {
    LiveRun run(scenario, driver, engine, choice, process_memory(), listeners);
    return run.judged(run.run());
}

Engine::Bounds bounds_of(const Scenario& scenario) {
    return {.time = Instant{} + scenario.bounds.time, .dispatches = scenario.bounds.dispatches};
}

}  // namespace xsksim
