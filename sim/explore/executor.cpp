// SPDX-License-Identifier: GPL-2.0-only
#include "sim/explore/executor.hpp"

#include <fmt/format.h>

#include "sim/core/check.hpp"
#include "sim/explore/state_coverage.hpp"
#include "sim/run/digest_listener.hpp"
#include "sim/simulate/simulate.hpp"

namespace xsksim {

RunResult Executor::run(const Scenario& scenario, const Schedule& schedule,
                        const RunListeners& listeners) {
    return run_on(EngineKind::native, scenario, schedule, listeners);
}

RunResult Executor::run_on(EngineKind engine, const Scenario& scenario, const Schedule& schedule,
                           const RunListeners& listeners) {
    ScheduledChoice choice(make_seeded_choice(scenario.seed), schedule);
    SimulateOptions options{};
    options.engine = engine;
    options.driver = &driver_of(scenario);
    options.choice = &choice;
    return simulate(scenario, options, listeners);
}

RunResult Executor::run_on_both(const Scenario& scenario, const Schedule& schedule,
                                const RunListeners& listeners) {
    DigestListener native, reference;
    RunListeners all = listeners;
    all.push_back(&native);
    RunResult result = run_on(EngineKind::native, scenario, schedule, all);
    const RunResult again = run_on(EngineKind::simgrid, scenario, schedule, {&reference});
    if (result.digest != again.digest || result.outcome != again.outcome)
        throw SimulatorFault(fmt::format(
            "{}: an execution is another on the native engine than on SimGrid (digest {:016x} and "
            "{:016x})",
            scenario.name, result.digest, again.digest));
    return result;
}

RunResult Executor::scout(const Scenario& scenario, PointMap& points, Coverage* coverage) {
    Scout scout(make_seeded_choice(scenario.seed));
    SimulateOptions options{};
    options.engine = EngineKind::native;
    options.driver = &driver_of(scenario);
    options.choice = &scout;
    options.points = &scout;
    StateCoverage states;
    RunListeners listeners;
    if (coverage != nullptr) listeners.push_back(&states);
    RunResult result = simulate(scenario, options, listeners);
    points = scout.points();
    if (coverage == nullptr) return result;
    coverage->add(states.coverage());
    coverage->add(scout.orders());
    return result;
}

const LoadedDriver& Executor::driver_of(const Scenario& scenario) {
    const std::string& name = scenario.driver.name;
    const auto known = drivers_.find(name);
    if (known != drivers_.end()) return known->second;
    return drivers_.emplace(name, load_driver(name, driver_directory_, scenario.name))
        .first->second;
}

}  // namespace xsksim
