// SPDX-License-Identifier: GPL-2.0-only
// The schedules of one workload, in rounds. What a round's executions showed decides what is drawn
// for the next, where the strategy asks for it; and nothing but the workload decides what they
// show. So a workload has the same schedules whoever draws them.
// Owner: who runs the workload, or makes one of its executions again. A copy goes on from where it
// was made. Errors: none.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "sim/explore/enumeration.hpp"
#include "sim/explore/executed.hpp"
#include "sim/explore/explored.hpp"
#include "sim/explore/portfolio.hpp"

namespace xsksim {

class SchedulePlan {
public:
    // All but `undisturbed`, what the workload covers without hold-ups, outlive it.
    SchedulePlan(const Explored& explored, const ExploreOptions& options, const PointMap& points,
                 Coverage undisturbed, std::uint64_t workload);

    // Before it nothing is decided.
    std::uint64_t first_point() const { return points_->first; }
    // How many there are in all.
    std::uint64_t count() const;
    // Empty: there are no more.
    std::vector<Schedule> next_round();
    // What the executions of that round came to, in their order.
    void learn(const std::vector<Executed>& executed);
    // Of all rounds so far; the first is number 1 of the workload, 0 is the undisturbed one.
    const std::vector<Schedule>& schedules() const { return schedules_; }

private:
    std::uint64_t round_size() const;
    Strategy next_strategy(Dice& dice) const;
    Schedule draw(Strategy strategy, Dice& dice) const;
    Schedule with_ties(Schedule schedule, Dice& dice) const;

    const Explored* explored_;
    const ExploreOptions* options_;
    const PointMap* points_;
    std::uint64_t workload_;
    std::optional<Enumeration> enumeration_;  // where the strategy enumerates
    Portfolio portfolio_;
    Coverage covered_;
    std::vector<Schedule> schedules_;
    std::vector<Strategy> drawn_by_;  // each of them
    std::vector<Schedule> seeds_;     // those that showed something new
    std::uint64_t learned_ = 0;       // of how many it is known what they came to
};

}  // namespace xsksim
