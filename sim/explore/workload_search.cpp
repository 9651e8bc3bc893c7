// SPDX-License-Identifier: GPL-2.0-only
#include "sim/explore/workload_search.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "sim/core/byte_codec.hpp"
#include "sim/explore/context_events.hpp"
#include "sim/explore/dice.hpp"
#include "sim/explore/drawn_times.hpp"
#include "sim/explore/workload.hpp"
#include "sim/simulate/reference_share.hpp"

namespace xsksim {
namespace {

constexpr int schedules_beside = 8;

using Time = ExploreOptions::Time;

}  // namespace

WorkloadSearch::WorkloadSearch(const Explored& explored)
    : explored_(explored),
      file_(explored.file),
      options_(file_.with(explored.set).explore),
      executor_(explored.driver_directory) {
    check_draws(options_, file_, explored_.set);
    if (options_.time == Time::free)
        options_.hold_up_max = longest_hold_up(file_.with(explored_.set));
}

// What is drawn may build on what the user sets, and does not undo it.
std::vector<Override> WorkloadSearch::settings_of(std::uint64_t workload) {
    std::vector<Override> settings = explored_.set;
    for (const Override& drawn : draw_workload(options_, explored_.seed, workload))
        if (!is_anothers_parameter(drawn)) settings.push_back(drawn);
    std::ranges::copy_if(explored_.set, std::back_inserter(settings),
                         [](const Override& set) { return !set.pointer.ends_with("/-"); });
    Dice dice(explored_.seed, fmt::format("workload {} seed", workload));
    settings.push_back({"/seed", std::to_string(dice.below(1'000'000))});
    add_faults(workload, settings);
    add_times(workload, settings);
    return settings;
}

bool WorkloadSearch::is_anothers_parameter(const Override& drawn) {
    constexpr std::string_view parameters = "/driver/parameters/";
    if (!drawn.pointer.starts_with(parameters)) return false;
    if (!undrawn_) undrawn_ = scenario_with(explored_.set);
    return !executor_.has_parameter(*undrawn_,
                                    std::string_view(drawn.pointer).substr(parameters.size()));
}

// As with faults. Where contexts can be held up, a run of what is drawn so far shows.
void WorkloadSearch::add_times(std::uint64_t workload, std::vector<Override>& settings) {
    if (options_.time == Time::exact) return;
    if (options_.time == Time::slack && options_.stretch_percent == 100) return;
    Dice dice(explored_.seed, fmt::format("workload {} times", workload));
    const auto add = [&](const std::vector<Override>& drawn) {
        settings.insert(settings.end(), drawn.begin(), drawn.end());
    };
    try {
        add(draw_stretched(scenario_with(settings), dice));
        if (options_.time != Time::free) return;
        add(draw_latencies(scenario_with(settings), dice));
        const Scenario scenario = scenario_with(settings);
        ContextEvents passed;
        executor_.run(scenario, {}, {&passed});
        add(draw_holds(scenario, passed.places(), dice));
    } catch (const BadInput&) {
        return;
    }
}

// What is drawn without faults must go together: else there is nothing for them to strike.
void WorkloadSearch::add_faults(std::uint64_t workload, std::vector<Override>& settings) const {
    if (explored_.faults.menu == FaultMenu::none) return;
    Dice dice(explored_.seed, fmt::format("workload {} faults", workload));
    try {
        for (const std::string& rule : draw_faults(explored_.faults, scenario_with(settings), dice))
            settings.push_back({"/faults/-", rule});
    } catch (const BadInput&) {
        return;
    }
}

Scenario WorkloadSearch::scenario_with(std::vector<Override> settings) const {
    settings.insert(settings.end(), explored_.mutation.begin(), explored_.mutation.end());
    Scenario scenario = file_.with(settings);
    if (!explored_.driver.empty()) scenario.driver.name = explored_.driver;
    return scenario;
}

Schedule WorkloadSearch::schedule_of(std::uint64_t workload, std::uint64_t schedule) {
    const Scenario scenario = scenario_with(settings_of(workload));
    PointMap points;
    Coverage coverage;
    executor_.scout(scenario, points, &coverage);
    return executor_.schedule(scenario, {explored_, options_, points, coverage, workload},
                              schedule);
}

WorkloadReport WorkloadSearch::search(std::uint64_t workload) {
    WorkloadReport report;
    shared_.clear();
    const std::vector<Override> settings = settings_of(workload);
    std::optional<Scenario> scenario;
    try {
        scenario = scenario_with(settings);
    } catch (const BadInput&) {
        report.contradictory = 1;
        return report;
    }
    PointMap points;
    const auto undisturbed = run_undisturbed(*scenario, points, report);
    if (!undisturbed) return report;
    note(*undisturbed, settings, {}, {"", "", workload, 0, 1}, report);
    // What fails undisturbed would fail under every schedule.
    if (undisturbed->outcome != Outcome::pass) return report;
    SchedulePlan plan(explored_, options_, points, report.coverage, workload);
    const auto executed = executor_.run_all(*scenario, plan, [&](std::uint64_t schedule) {
        return is_repeated_on_reference(workload * explored_.schedules + schedule + 1);
    });
    for (std::size_t i = 0; i < executed.size(); ++i) {
        note(executed[i].result, settings, plan.schedules()[i], {"", "", workload, i + 1, 1},
             report);
        report.coverage.add(executed[i].coverage);
    }
    return report;
}

// Nothing where a drawn step is of what the driver does not have.
std::optional<RunResult> WorkloadSearch::run_undisturbed(const Scenario& scenario, PointMap& points,
                                                         WorkloadReport& report) {
    try {
        return executor_.scout(scenario, points, &report.coverage);
    } catch (const BadInput& error) {
        const auto is_a_step = [](const InputProblem& problem) {
            return problem.pointer.starts_with("/steps/");
        };
        if (!std::ranges::all_of(error.problems(), is_a_step)) throw;
        report.contradictory = 1;
        return std::nullopt;
    }
}

void WorkloadSearch::note(const RunResult& result, const std::vector<Override>& settings,
                          const Schedule& schedule, MetFailure at, WorkloadReport& report) {
    ++report.executions;
    if (result.outcome == Outcome::inconclusive) ++report.cut_off;
    const auto failure = failure_of(result);
    if (!failure) return;
    at.signature = failure->signature();
    if (is_excepted(at.signature) || is_shared(settings, schedule, at)) {
        ++report.shared;
        return;
    }
    at.words = failure->reason.text;
    const auto known = std::ranges::find(report.met, at.signature, &MetFailure::signature);
    if (known == report.met.end())
        report.met.push_back(std::move(at));
    else
        ++known->times;
}

bool WorkloadSearch::is_excepted(const std::string& signature) const {
    return std::ranges::find(explored_.excepted, signature) != explored_.excepted.end();
}

// What the reference has shown twice in a workload it is not asked about again: runs that stall are
// long, and where one does many do.
bool WorkloadSearch::is_shared(const std::vector<Override>& settings, const Schedule& schedule,
                               const MetFailure& at) {
    constexpr int asked_max = 2;
    if (explored_.reference.empty()) return false;
    int& times = shared_[at.signature];
    if (times == asked_max) return true;
    if (!reference_fails(settings, schedule, at)) return false;
    ++times;
    return true;
}

// In the same execution, however; or in one of its neighbours with the same signature: the two
// drivers pass other points at other times.
bool WorkloadSearch::reference_fails(const std::vector<Override>& settings,
                                     const Schedule& schedule, const MetFailure& at) {
    Scenario scenario = file_.with(settings);
    scenario.driver.name = explored_.reference;
    if (executor_.run(scenario, schedule).outcome != Outcome::pass) return true;
    if (schedule.empty()) return false;
    Dice dice(explored_.seed,
              fmt::format("workload {} schedule {} beside", at.workload, at.schedule));
    for (int i = 0; i < schedules_beside; ++i)
        if (const auto beside =
                failure_of(executor_.run(scenario, schedule_beside(schedule, dice)));
            beside && beside->signature() == at.signature)
            return true;
    return false;
}

auto fields(SameAs<MetFailure> auto& met) {
    auto& [signature, words, workload, schedule, times] = met;
    return std::tie(signature, words, workload, schedule, times);
}
auto fields(SameAs<WorkloadReport> auto& report) {
    auto& [executions, cut_off, shared, contradictory, met, coverage] = report;
    return std::tie(executions, cut_off, shared, contradictory, met, coverage);
}

std::string encode(const WorkloadReport& report) { return to_bytes(report); }
WorkloadReport decode_workload_report(const std::string& bytes) {
    return from_bytes<WorkloadReport>(bytes);
}

}  // namespace xsksim
