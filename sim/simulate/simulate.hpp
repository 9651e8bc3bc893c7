// SPDX-License-Identifier: GPL-2.0-only
// A run as commands, sweeps and tests make it: an engine by its name, and the scenario's seed
// answers whatever could go either way.
#pragma once

#include <string>

#include "sim/run/run.hpp"
#include "sim/simulate/engine_kind.hpp"

namespace xsksim {

struct SimulateOptions {
    EngineKind engine = EngineKind::simgrid;
    std::string driver_directory;          // where NAME.so and NAME.json lie; empty: beside us
    const LoadedDriver* driver = nullptr;  // the scenario's, where the caller has loaded it
    Choice* choice = nullptr;              // answers instead of the scenario's seed
};

// Throws BadInput where there is no such driver, and what run() does.
RunResult simulate(const Scenario& scenario, const SimulateOptions& options,
                   const RunListeners& listeners = {});

}  // namespace xsksim
