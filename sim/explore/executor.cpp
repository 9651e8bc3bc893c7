// SPDX-License-Identifier: GPL-2.0-only
#include "sim/explore/executor.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "sim/core/check.hpp"
#include "sim/driver/missing_places.hpp"
#include "sim/explore/aged_world.hpp"
#include "sim/explore/restored_executions.hpp"
#include "sim/explore/scheduled_choice.hpp"
#include "sim/explore/state_coverage.hpp"
#include "sim/run/digest_listener.hpp"
#include "sim/simulate/simulate.hpp"

namespace xsksim {
namespace {

// Those before the round in which the schedule with number `until` is drawn.
std::vector<Executed> run_rounds(SchedulePlan& plan, std::uint64_t until, auto run_round) {
    std::vector<Executed> all;
    for (auto round = plan.next_round(); !round.empty(); round = plan.next_round()) {
        if (plan.schedules().size() >= until) break;
        std::vector<Executed> executed = run_round(round);
        plan.learn(executed);
        std::ranges::move(executed, std::back_inserter(all));
    }
    return all;
}

}  // namespace

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

std::vector<Executed> Executor::run_all(const Scenario& scenario, SchedulePlan& plan,
                                        const std::function<bool(std::uint64_t)>& is_checked) {
    bool any_checked = false;
    for (std::uint64_t i = 0; i < plan.count(); ++i) any_checked = any_checked || is_checked(i);
    std::vector<Executed> executed = run_until(plan.count() + 1, scenario, plan, any_checked);
    for (std::size_t i = 0; i < executed.size(); ++i)
        if (is_checked(i)) check(scenario, plan.schedules()[i], executed[i].result);
    return executed;
}

Schedule Executor::schedule(const Scenario& scenario, SchedulePlan plan, std::uint64_t number) {
    run_until(number, scenario, plan, false);
    return plan.schedules()[number - 1];
}

std::vector<Executed> Executor::run_until(std::uint64_t number, const Scenario& scenario,
                                          SchedulePlan& plan, bool with_digest) {
    if (plan.count() == 0) return {};
    SchedulePlan from_start = plan;
    if (auto restored = run_restored(number, scenario, plan, with_digest)) return *restored;
    plan = std::move(from_start);
    return run_from_start(number, scenario, plan, with_digest);
}

std::optional<std::vector<Executed>> Executor::run_restored(std::uint64_t until,
                                                            const Scenario& scenario,
                                                            SchedulePlan& plan, bool with_digest) {
    if (!RestoredExecutions::are_supported) return std::nullopt;
    try {
        RestoredExecutions restored(scenario, driver_of(scenario), plan.first_point(), with_digest);
        return run_rounds(plan, until,
                          [&](const std::vector<Schedule>& round) { return restored.run(round); });
    } catch (const SimulatorFault&) {
        return std::nullopt;
    }
}

std::vector<Executed> Executor::run_from_start(std::uint64_t until, const Scenario& scenario,
                                               SchedulePlan& plan, bool with_digest) {
    return run_rounds(plan, until, [&](const std::vector<Schedule>& round) {
        std::vector<Executed> executed;
        for (const Schedule& schedule : round) {
            DigestListener digest;
            StateCoverage states;
            RunListeners listeners{&states};
            if (with_digest) listeners.push_back(&digest);
            RunResult result = run_on(EngineKind::native, scenario, schedule, listeners);
            executed.push_back({std::move(result), states.coverage()});
        }
        return executed;
    });
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
    const std::uint64_t aged = scenario.explore.aged_frames;
    Scout scout(make_seeded_choice(scenario.seed), aged == 0);
    AgedWorld ageing(scout, aged);
    SimulateOptions options{};
    options.engine = EngineKind::native;
    options.driver = &driver_of(scenario);
    options.choice = &scout;
    options.points = &scout;
    options.on_engine = [&scout](const Engine& made) { scout.read_clock_of(made); };
    StateCoverage states;
    RunListeners listeners;
    if (coverage != nullptr) listeners.push_back(&states);
    if (aged > 0) listeners.push_back(&ageing);
    RunResult result = simulate(scenario, options, listeners);
    points = scout.points();
    if (coverage == nullptr) return result;
    coverage->add(states.coverage());
    coverage->add(scout.orders());
    return result;
}

bool Executor::has_parameter(const Scenario& scenario, std::string_view name) {
    return std::ranges::any_of(driver_of(scenario).object.parameters(),
                               [name](const auto& parameter) { return parameter.name == name; });
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
