// SPDX-License-Identifier: GPL-2.0-only
#include "sim/explore/executor.hpp"

#include "sim/simulate/simulate.hpp"

namespace xsksim {

RunResult Executor::run(const Scenario& scenario, const Schedule& schedule,
                        const RunListeners& listeners) {
    ScheduledChoice choice(make_seeded_choice(scenario.seed), schedule);
    SimulateOptions options{};
    options.engine = EngineKind::native;
    options.driver = &driver_of(scenario);
    options.choice = &choice;
    return simulate(scenario, options, listeners);
}

RunResult Executor::scout(const Scenario& scenario, PointMap& points) {
    Scout scout(make_seeded_choice(scenario.seed));
    SimulateOptions options{};
    options.engine = EngineKind::native;
    options.driver = &driver_of(scenario);
    options.choice = &scout;
    options.points = &scout;
    RunResult result = simulate(scenario, options);
    points = scout.points();
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
