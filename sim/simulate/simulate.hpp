// SPDX-License-Identifier: GPL-2.0-only
// A run as commands, sweeps and tests make it: an engine by its name, and the scenario's seed
// answers whatever could go either way.
#pragma once

#include <functional>
#include <string>

#include "sim/run/run.hpp"
#include "sim/simulate/engine_kind.hpp"

namespace xsksim {

struct SimulateOptions {
    EngineKind engine = EngineKind::simgrid;
    std::string driver_directory;          // where NAME.so and NAME.json lie; empty: beside us
    const LoadedDriver* driver = nullptr;  // the scenario's, where the caller has loaded it
    Choice* choice = nullptr;              // answers instead of the scenario's seed
    PointListener* points = nullptr;       // hears them, where no accesses are traced
    // Told the engine before the run: for who reads its clock meanwhile.
    std::function<void(const Engine&)> on_engine = {};
};

// Throws BadInput where there is no such driver, and what run() does.
RunResult simulate(const Scenario& scenario, const SimulateOptions& options,
                   const RunListeners& listeners = {});

}  // namespace xsksim
