// SPDX-License-Identifier: GPL-2.0-only
#include "sim/explore/schedule.hpp"

#include <algorithm>
#include <utility>

namespace xsksim {
namespace {

constexpr Duration shortest_hold_up{64};  // shorter than any way to another context

bool is_before(const PlannedHoldUp& a, const PlannedHoldUp& b) { return a.point < b.point; }

}  // namespace

Schedule draw_schedule(const ExploreOptions& explore, std::uint64_t points, Dice& dice) {
    Schedule schedule;
    if (explore.hold_ups == 0) return schedule;
    const std::int64_t longest = std::max(explore.hold_up_max.ns, shortest_hold_up.ns);
    for (auto left = dice.between(1, explore.hold_ups); left > 0; --left) {
        PlannedHoldUp hold_up{dice.below(points), {}};
        hold_up.how.length = {dice.magnitude(shortest_hold_up.ns, longest)};
        hold_up.how.only_context = dice.coin();
        schedule.push_back(hold_up);
    }
    std::stable_sort(schedule.begin(), schedule.end(), is_before);
    const auto same = [](const PlannedHoldUp& a, const PlannedHoldUp& b) {
        return a.point == b.point;
    };
    schedule.erase(std::unique(schedule.begin(), schedule.end(), same), schedule.end());
    return schedule;
}

std::uint64_t ScheduledChoice::points_before_hold_up() {
    return next_ < schedule_.size() ? schedule_[next_].point - passed_ : no_hold_up;
}

std::optional<HoldUp> ScheduledChoice::hold_up(ContextId, Operation) {
    passed_ = schedule_[next_].point + 1;
    return schedule_[next_++].how;
}

}  // namespace xsksim
