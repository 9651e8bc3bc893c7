// SPDX-License-Identifier: GPL-2.0-only
// Makes executions: one scenario under one schedule, or under many. What is slow to make is kept
// between them: the drivers, and of many the world. Owner: whoever explores, one a process.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/driver/loaded_driver.hpp"
#include "sim/explore/schedule_plan.hpp"
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
    // The schedules of the plan, round by round, in their order. `is_checked` says by a schedule's
    // place which are made again on SimGrid; throws SimulatorFault where the two differ.
    std::vector<Executed> run_all(const Scenario& scenario, SchedulePlan& plan,
                                  const std::function<bool(std::uint64_t)>& is_checked);
    // The schedule with this number, at least 1: rounds before its own are run.
    Schedule schedule(const Scenario& scenario, SchedulePlan plan, std::uint64_t number);
    // Undisturbed; what it passes becomes `points`, what it covers comes to `coverage`, if any.
    RunResult scout(const Scenario& scenario, PointMap& points, Coverage* coverage = nullptr);

    // Whether the scenario's driver has a parameter of that name.
    bool has_parameter(const Scenario& scenario, std::string_view name);
    // Whether the scenario's driver has all places that its holds name.
    bool has_all_places(const Scenario& scenario);

private:
    RunResult run_on(EngineKind engine, const Scenario& scenario, const Schedule& schedule,
                     const RunListeners& listeners);
    // Rounds of the plan before the one in which this schedule is drawn.
    std::vector<Executed> run_until(std::uint64_t number, const Scenario& scenario,
                                    SchedulePlan& plan, bool with_digest);
    // Nothing where runs from the start have to say why.
    std::optional<std::vector<Executed>> run_restored(std::uint64_t until, const Scenario& scenario,
                                                      SchedulePlan& plan, bool with_digest);
    std::vector<Executed> run_from_start(std::uint64_t until, const Scenario& scenario,
                                         SchedulePlan& plan, bool with_digest);
    void check(const Scenario& scenario, const Schedule& schedule, const RunResult& result);
    const LoadedDriver& driver_of(const Scenario& scenario);

    std::string driver_directory_;
    std::map<std::string, LoadedDriver> drivers_;
};

}  // namespace xsksim
