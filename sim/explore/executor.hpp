// SPDX-License-Identifier: GPL-2.0-only
// Makes executions: one scenario under one schedule. What is slow to make is kept between them: the
// drivers. Owner: whoever explores, one a process.
#pragma once

#include <map>
#include <string>

#include "sim/driver/loaded_driver.hpp"
#include "sim/explore/schedule.hpp"
#include "sim/explore/scout.hpp"
#include "sim/run/run.hpp"
#include "sim/simulate/engine_kind.hpp"

namespace xsksim {

class Executor {
public:
    explicit Executor(std::string driver_directory)
        : driver_directory_(std::move(driver_directory)) {}

    // Throw what xsksim::run() does.
    RunResult run(const Scenario& scenario, const Schedule& schedule,
                  const RunListeners& listeners = {});
    // The same on the native engine and on SimGrid; throws SimulatorFault where the two differ.
    RunResult run_on_both(const Scenario& scenario, const Schedule& schedule,
                          const RunListeners& listeners = {});
    // Undisturbed; what it passes becomes `points`, what it covers comes to `coverage`, if any.
    RunResult scout(const Scenario& scenario, PointMap& points, Coverage* coverage = nullptr);

private:
    RunResult run_on(EngineKind engine, const Scenario& scenario, const Schedule& schedule,
                     const RunListeners& listeners);
    const LoadedDriver& driver_of(const Scenario& scenario);

    std::string driver_directory_;
    std::map<std::string, LoadedDriver> drivers_;
};

}  // namespace xsksim
