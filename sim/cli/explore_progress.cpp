// SPDX-License-Identifier: GPL-2.0-only
#include "sim/cli/explore_progress.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/cli/progress_line.hpp"

namespace xsksim::cli {
namespace {

// Of the time that it takes to `count` at this rate; nothing where nobody knows.
std::optional<double> seconds_for(std::optional<std::uint64_t> count, std::uint64_t done,
                                  double rate) {
    if (!count || rate <= 0) return std::nullopt;
    return static_cast<double>(*count - std::min(*count, done)) / rate;
}

std::optional<double> seconds_left(const ExploreOutcome& before, const ExplorationState& so_far,
                                   double seconds, double rate) {
    const ExploreBudget& budget = before.budget;
    if (budget.time)
        return std::max(0.0, static_cast<double>(budget.time->count()) / 1000 -
                                 before.seconds_before - seconds);
    if (budget.executions) return seconds_for(budget.executions, so_far.executions, rate);
    const double per_workload = static_cast<double>(so_far.executions) /
                                static_cast<double>(std::max<std::uint64_t>(so_far.workloads, 1));
    const std::uint64_t shards = before.shards;
    const auto of_shard =
        budget.workloads ? std::optional((*budget.workloads + shards - 1) / shards) : std::nullopt;
    return seconds_for(of_shard, so_far.workloads, rate / std::max(per_workload, 1.0));
}

std::size_t new_in_last_tenth(const ExplorationState& state) {
    const std::vector<std::uint64_t> firsts = state.coverage.firsts();
    if (firsts.empty()) return 0;
    const std::uint64_t last = std::max(firsts.back(), state.last_workload);
    return static_cast<std::size_t>(firsts.end() -
                                    std::ranges::upper_bound(firsts, last - last / 10));
}

}  // namespace

std::string explore_progress_text(const ExploreOutcome& before, const ExplorationState& so_far,
                                  double seconds, std::optional<double> seconds_to_deadline) {
    const auto made = static_cast<double>(so_far.executions - before.executions_before);
    const double rate = seconds > 0 ? made / seconds : 0;
    std::string text =
        fmt::format("{} executions, {:.0f}/s, coverage {} (+{}), {} cause{}", so_far.executions,
                    rate, so_far.coverage.size(), new_in_last_tenth(so_far), so_far.found.size(),
                    so_far.found.size() == 1 ? "" : "s");
    std::optional<double> left = seconds_left(before, so_far, seconds, rate);
    if (seconds_to_deadline)
        left = std::min(left.value_or(*seconds_to_deadline), *seconds_to_deadline);
    if (left) text += ", " + rough_time_text(std::max(*left, 0.0)) + " left";
    return text;
}

}  // namespace xsksim::cli
