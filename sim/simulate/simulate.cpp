// SPDX-License-Identifier: GPL-2.0-only
#include "sim/simulate/simulate.hpp"

#include "sim/core/simgrid_engine.hpp"

namespace xsksim {

RunResult simulate(const Scenario& scenario, const SimulateOptions& options,
                   const RunListeners& listeners) {
    const LoadedDriver driver =
        options.driver != nullptr
            ? *options.driver
            : load_driver(scenario.driver.name, options.driver_directory, scenario.name);
    const auto engine =
        make_simgrid_engine({.strict_steps = options.strict_engine, .bounds = bounds_of(scenario)});
    const auto seeded = make_seeded_choice(scenario.seed);
    return run(scenario, driver, *engine, options.choice != nullptr ? *options.choice : *seeded,
               listeners);
}

}  // namespace xsksim
