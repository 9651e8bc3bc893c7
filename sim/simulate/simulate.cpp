// SPDX-License-Identifier: GPL-2.0-only
#include "sim/simulate/simulate.hpp"

#include "sim/core/native_engine.hpp"
#include "sim/core/simgrid_engine.hpp"

namespace xsksim {
namespace {

std::unique_ptr<Engine> make_engine(EngineKind kind, const Scenario& scenario) {
    const Engine::Options options{.strict_steps = is_strict(kind), .bounds = bounds_of(scenario)};
    return is_native(kind) ? make_native_engine(options) : make_simgrid_engine(options);
}

}  // namespace

RunResult simulate(const Scenario& scenario, const SimulateOptions& options,
                   const RunListeners& listeners) {
    const LoadedDriver driver =
        options.driver != nullptr
            ? *options.driver
            : load_driver(scenario.driver.name, options.driver_directory, scenario.name);
    const auto engine = make_engine(options.engine, scenario);
    if (options.points != nullptr) engine->listen_to_points(options.points);
    if (options.on_engine) options.on_engine(*engine);
    const auto seeded = make_seeded_choice(scenario.seed);
    return run(scenario, driver, *engine, options.choice != nullptr ? *options.choice : *seeded,
               listeners);
}

}  // namespace xsksim
