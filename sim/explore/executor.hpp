// SPDX-License-Identifier: GPL-2.0-only
// Makes executions: one scenario under one schedule, or under many. What is slow to make is kept
// between them: the drivers, and of many the world. Owner: whoever explores, one a process.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "sim/driver/loaded_driver.hpp"
#include "sim/explore/executed.hpp"
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
    // In the order of the schedules; each one that `is_checked` names by its place is made again on
    // SimGrid. Throws SimulatorFault where the two differ.
    std::vector<Executed> run_all(const Scenario& scenario, const std::vector<Schedule>& schedules,
                                  const std::vector<bool>& is_checked);
    // Undisturbed; what it passes becomes `points`, what it covers comes to `coverage`, if any.
    RunResult scout(const Scenario& scenario, PointMap& points, Coverage* coverage = nullptr);

    // Whether the scenario's driver has all places that its holds name.
    bool has_all_places(const Scenario& scenario);

private:
    RunResult run_on(EngineKind engine, const Scenario& scenario, const Schedule& schedule,
                     const RunListeners& listeners);
    std::vector<Executed> run_from_start(const Scenario& scenario,
                                         const std::vector<Schedule>& schedules, bool with_digest);
    void check(const Scenario& scenario, const Schedule& schedule, const RunResult& result);
    const LoadedDriver& driver_of(const Scenario& scenario);

    std::string driver_directory_;
    std::map<std::string, LoadedDriver> drivers_;
};

}  // namespace xsksim
