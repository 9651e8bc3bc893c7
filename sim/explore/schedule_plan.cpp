// SPDX-License-Identifier: GPL-2.0-only
#include "sim/explore/schedule_plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "sim/explore/drawn_ties.hpp"
#include "sim/explore/failure.hpp"
#include "sim/explore/mutation.hpp"

namespace xsksim {
namespace {

// A round costs a way through the undisturbed run.
constexpr std::uint64_t round_with_feedback = 5;

// By all drawn schedules of a workload: one whose application calls the driver without end, and
// passes a thousand times as many points as others, gets fewer.
constexpr std::uint64_t points_passed_max = 2'000'000;

bool learns(Strategy strategy) {
    return strategy == Strategy::portfolio || strategy == Strategy::mutate;
}

bool enumerates(Strategy strategy) {
    return strategy == Strategy::delays || strategy == Strategy::preemptions;
}

// Ties are drawn anew: their points say where others had gone before them.
Schedule hold_ups_of(Schedule schedule) {
    std::erase_if(schedule, [](const PlannedHoldUp& planned) { return planned.tie.has_value(); });
    return schedule;
}

}  // namespace

SchedulePlan::SchedulePlan(const Explored& explored, const ExploreOptions& options,
                           const PointMap& points, Coverage undisturbed, std::uint64_t workload)
    : explored_(&explored),
      options_(&options),
      points_(&points),
      workload_(workload),
      covered_(std::move(undisturbed)) {
    if (!enumerates(explored.strategy) || options.time == ExploreOptions::Time::exact) return;
    Dice dice(explored.seed, fmt::format("workload {} enumeration", workload));
    enumeration_.emplace(explored.strategy, options, points, dice.below(UINT32_MAX));
}

std::uint64_t SchedulePlan::count() const {
    if (enumeration_) return enumeration_->count();
    if (points_->to_decide() == 0) return 0;
    const std::uint64_t affordable = points_passed_max / points_->to_decide();
    return std::min(explored_->schedules - 1, std::max<std::uint64_t>(affordable, 1));
}

std::uint64_t SchedulePlan::round_size() const {
    const std::uint64_t left = count() - schedules_.size();
    return learns(explored_->strategy) ? std::min(left, round_with_feedback) : left;
}

std::vector<Schedule> SchedulePlan::next_round() {
    std::vector<Schedule> round;
    for (std::uint64_t left = round_size(); left > 0; --left) {
        if (enumeration_) {
            round.push_back(enumeration_->schedule(schedules_.size()));
        } else {
            Dice dice(explored_->seed,
                      fmt::format("workload {} schedule {}", workload_, schedules_.size() + 1));
            drawn_by_.push_back(next_strategy(dice));
            round.push_back(with_ties(draw(drawn_by_.back(), dice), dice));
        }
        schedules_.push_back(round.back());
    }
    return round;
}

Strategy SchedulePlan::next_strategy(Dice& dice) const {
    const Strategy strategy = explored_->strategy;
    return strategy == Strategy::portfolio ? portfolio_.draw(!seeds_.empty(), dice) : strategy;
}

Schedule SchedulePlan::draw(Strategy strategy, Dice& dice) const {
    if (options_->time == ExploreOptions::Time::exact) return {};
    if (strategy != Strategy::mutate) return draw_schedule(strategy, *options_, *points_, dice);
    if (seeds_.empty()) return draw(portfolio_.draw(false, dice), dice);
    return mutate(seeds_, *options_, *points_, dice);
}

// In one schedule of two; where nothing else varies, in each.
Schedule SchedulePlan::with_ties(Schedule schedule, Dice& dice) const {
    if (options_->time != ExploreOptions::Time::exact && dice.coin()) return schedule;
    const Schedule ties = draw_ties(*points_, dice);
    schedule.insert(schedule.end(), ties.begin(), ties.end());
    put_in_order(schedule);
    return schedule;
}

void SchedulePlan::learn(const std::vector<Executed>& executed) {
    if (!learns(explored_->strategy)) return;
    for (const Executed& execution : executed) {
        const std::size_t known = covered_.size();
        covered_.add(execution.coverage);
        const std::size_t new_classes = covered_.size() - known;
        const bool fails = failure_of(execution.result).has_value();
        portfolio_.learn(drawn_by_[learned_], new_classes, fails);
        if (new_classes > 0 && !fails) seeds_.push_back(hold_ups_of(schedules_[learned_]));
        ++learned_;
    }
}

}  // namespace xsksim
