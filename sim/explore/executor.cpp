// SPDX-License-Identifier: GPL-2.0-only
#include "sim/explore/executor.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/core/check.hpp"
#include "sim/driver/missing_places.hpp"
#include "sim/explore/restored_executions.hpp"
#include "sim/explore/scheduled_choice.hpp"
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

std::vector<Executed> Executor::run_all(const Scenario& scenario,
                                        const std::vector<Schedule>& schedules,
                                        const std::vector<bool>& is_checked) {
    const bool any_checked = std::ranges::find(is_checked, true) != is_checked.end();
    auto restored = run_restored(scenario, driver_of(scenario), schedules, any_checked);
    std::vector<Executed> executed =
        restored ? std::move(*restored) : run_from_start(scenario, schedules, any_checked);
    for (std::size_t i = 0; i < schedules.size(); ++i)
        if (is_checked[i]) check(scenario, schedules[i], executed[i].result);
    return executed;
}

std::vector<Executed> Executor::run_from_start(const Scenario& scenario,
                                               const std::vector<Schedule>& schedules,
                                               bool with_digest) {
    std::vector<Executed> executed;
    for (const Schedule& schedule : schedules) {
        DigestListener digest;
        StateCoverage states;
        RunListeners listeners{&states};
        if (with_digest) listeners.push_back(&digest);
        RunResult result = run_on(EngineKind::native, scenario, schedule, listeners);
        executed.push_back({std::move(result), states.coverage()});
    }
    return executed;
}

void Executor::check(const Scenario& scenario, const Schedule& schedule, const RunResult& result) {
    DigestListener digest;
    const RunResult reference = run_on(EngineKind::simgrid, scenario, schedule, {&digest});
    if (result.digest != reference.digest || result.outcome != reference.outcome)
        throw SimulatorFault(fmt::format(
            "{}: an execution is another on the native engine than on SimGrid (digest {:016x} and "
            "{:016x})",
            scenario.name, result.digest, reference.digest));
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

bool Executor::has_all_places(const Scenario& scenario) {
    const DriverObject& driver = driver_of(scenario).object;
    return std::ranges::none_of(scenario.holds, [&](const HoldRule& hold) {
        return missing_function(driver, hold).has_value();
    });
}

const LoadedDriver& Executor::driver_of(const Scenario& scenario) {
    const std::string& name = scenario.driver.name;
    const auto known = drivers_.find(name);
    if (known != drivers_.end()) return known->second;
    return drivers_.emplace(name, load_driver(name, driver_directory_, scenario.name))
        .first->second;
}

}  // namespace xsksim
