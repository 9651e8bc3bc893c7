// SPDX-License-Identifier: GPL-2.0-only
#include "sim/explore/executor.hpp"

#include "sim/simulate/simulate.hpp"

namespace xsksim {

RunResult Executor::run(const Scenario& scenario, const Schedule& schedule,
                        const RunListeners& listeners) {
    ScheduledChoice choice(make_seeded_choice(scenario.seed), schedule);
    return simulate(scenario,
                    {.engine = EngineKind::native,
                     .driver_directory = driver_directory_,
                     .driver = &driver_of(scenario),
                     .choice = &choice},
                    listeners);
}

const LoadedDriver& Executor::driver_of(const Scenario& scenario) {
    const std::string& name = scenario.driver.name;
    const auto known = drivers_.find(name);
    if (known != drivers_.end()) return known->second;
    return drivers_.emplace(name, load_driver(name, driver_directory_, scenario.name))
        .first->second;
}

}  // namespace xsksim
