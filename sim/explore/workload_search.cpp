// SPDX-License-Identifier: GPL-2.0-only
#include "sim/explore/workload_search.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "sim/core/byte_codec.hpp"
#include "sim/explore/dice.hpp"
#include "sim/explore/workload.hpp"

namespace xsksim {
namespace {}  // namespace

WorkloadSearch::WorkloadSearch(const Explored& explored)
    : explored_(explored),
      file_(explored.file),
      options_(file_.with(explored.set).explore),
      executor_(explored.driver_directory) {
    check_draws(options_, file_, explored_.set);
}

std::vector<Override> WorkloadSearch::settings_of(std::uint64_t workload) const {
    std::vector<Override> settings = explored_.set;
    const std::vector<Override> drawn = draw_workload(options_, explored_.seed, workload);
    settings.insert(settings.end(), drawn.begin(), drawn.end());
    Dice dice(explored_.seed, fmt::format("workload {} seed", workload));
    settings.push_back({"/seed", std::to_string(dice.below(1'000'000))});
    return settings;
}

Scenario WorkloadSearch::scenario_with(std::vector<Override> settings) const {
    settings.insert(settings.end(), explored_.mutation.begin(), explored_.mutation.end());
    Scenario scenario = file_.with(settings);
    if (!explored_.driver.empty()) scenario.driver.name = explored_.driver;
    return scenario;
}

// Calls are points, too; there are fewer of them.
std::uint64_t WorkloadSearch::points_of(const RunResult& undisturbed) {
    return undisturbed.summary.measured.accesses * 5 / 4;
}

Schedule WorkloadSearch::schedule_of(std::uint64_t points, std::uint64_t workload,
                                     std::uint64_t schedule) const {
    if (schedule == 0 || points == 0) return {};
    Dice dice(explored_.seed, fmt::format("workload {} schedule {}", workload, schedule));
    return draw_schedule(options_, points, dice);
}

WorkloadReport WorkloadSearch::search(std::uint64_t workload) {
    WorkloadReport report;
    const std::vector<Override> settings = settings_of(workload);
    std::optional<Scenario> scenario;
    try {
        scenario = scenario_with(settings);
    } catch (const BadInput&) {
        report.contradictory = 1;
        return report;
    }
    std::uint64_t points = 0;
    for (std::uint64_t number = 0; number < explored_.schedules; ++number) {
        const Schedule schedule = schedule_of(points, workload, number);
        const RunResult result = executor_.run(*scenario, schedule);
        if (number == 0) points = points_of(result);
        note(result, settings, schedule, {"", "", workload, number, 1}, report);
        // What fails undisturbed would fail under every schedule.
        if (number == 0 && result.outcome != Outcome::pass) break;
    }
    return report;
}

void WorkloadSearch::note(const RunResult& result, const std::vector<Override>& settings,
                          const Schedule& schedule, MetFailure at, WorkloadReport& report) {
    ++report.executions;
    if (result.outcome == Outcome::inconclusive) ++report.cut_off;
    const auto failure = failure_of(result);
    if (!failure) return;
    if (!explored_.reference.empty() && reference_fails(settings, schedule)) {
        ++report.shared;
        return;
    }
    at.signature = failure->signature();
    at.words = failure->reason.text;
    const auto known = std::ranges::find(report.met, at.signature, &MetFailure::signature);
    if (known == report.met.end())
        report.met.push_back(std::move(at));
    else
        ++known->times;
}

bool WorkloadSearch::reference_fails(const std::vector<Override>& settings,
                                     const Schedule& schedule) {
    Scenario scenario = file_.with(settings);
    scenario.driver.name = explored_.reference;
    return executor_.run(scenario, schedule).outcome != Outcome::pass;
}

auto fields(SameAs<MetFailure> auto& met) {
    auto& [signature, words, workload, schedule, times] = met;
    return std::tie(signature, words, workload, schedule, times);
}
auto fields(SameAs<WorkloadReport> auto& report) {
    auto& [executions, cut_off, shared, contradictory, met] = report;
    return std::tie(executions, cut_off, shared, contradictory, met);
}

std::string encode(const WorkloadReport& report) { return to_bytes(report); }
WorkloadReport decode_workload_report(const std::string& bytes) {
    return from_bytes<WorkloadReport>(bytes);
}

}  // namespace xsksim
