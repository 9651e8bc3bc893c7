// SPDX-License-Identifier: GPL-2.0-only
#include "sim/explore/schedule.hpp"

#include <algorithm>

namespace xsksim {

void put_in_order(Schedule& schedule) {
    std::ranges::stable_sort(schedule, {}, &PlannedHoldUp::point);
    const auto twice = std::ranges::unique(schedule, {}, &PlannedHoldUp::point);
    schedule.erase(twice.begin(), twice.end());
}

Schedule schedule_beside(Schedule schedule, Dice& dice) {
    constexpr std::int64_t points_most = 4;
    for (PlannedHoldUp& hold_up : schedule) {
        const auto moved =
            static_cast<std::int64_t>(hold_up.point) + dice.between(-points_most, points_most);
        hold_up.point = static_cast<std::uint64_t>(std::max<std::int64_t>(moved, 0));
        hold_up.how.length = length_beside(hold_up.how.length, dice);
    }
    put_in_order(schedule);
    return schedule;
}

Duration length_beside(Duration length, Dice& dice) {
    return {std::max<std::int64_t>(length.ns * dice.between(512, 2048) / 1024, 1)};
}

Schedule fewest_hold_ups(Schedule schedule, const std::function<bool(const Schedule&)>& fails,
                         std::uint64_t asked_max) {
    for (std::size_t chunk = (schedule.size() + 1) / 2; chunk > 0;
         chunk = chunk > 1 ? (chunk + 1) / 2 : 0)
        for (std::size_t from = 0; from < schedule.size() && asked_max > 0; --asked_max) {
            Schedule fewer = schedule;
            const auto begin = fewer.begin() + static_cast<std::ptrdiff_t>(from);
            const std::size_t count = std::min(chunk, fewer.size() - from);
            fewer.erase(begin, begin + static_cast<std::ptrdiff_t>(count));
            if (fails(fewer))
                schedule = std::move(fewer);
            else
                from += chunk;
        }
    return schedule;
}

std::uint64_t ScheduledChoice::points_before_hold_up() {
    return next_ < schedule_.size() ? schedule_[next_].point - passed_ : no_hold_up;
}

std::optional<HoldUp> ScheduledChoice::hold_up(const DriverPoint&) {
    passed_ = schedule_[next_].point + 1;
    return schedule_[next_++].how;
}

}  // namespace xsksim
