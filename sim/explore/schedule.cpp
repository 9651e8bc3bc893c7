// SPDX-License-Identifier: GPL-2.0-only
#include "sim/explore/schedule.hpp"

#include <algorithm>
#include <utility>

namespace xsksim {
namespace {

// Up to four less or more, not less than `least`.
std::uint64_t number_beside(std::uint64_t number, std::int64_t least, Dice& dice) {
    constexpr std::int64_t most = 4;
    const std::int64_t moved = static_cast<std::int64_t>(number) + dice.between(-most, most);
    return static_cast<std::uint64_t>(std::max(moved, least));
}

}  // namespace

void put_in_order(Schedule& schedule) {
    const auto place = [](const PlannedHoldUp& planned) {
        return std::pair(planned.point, planned.tie);
    };
    std::ranges::stable_sort(schedule, {}, place);
    const auto twice = std::ranges::unique(schedule, {}, place);
    schedule.erase(twice.begin(), twice.end());
}

Schedule schedule_beside(Schedule schedule, Dice& dice) {
    for (PlannedHoldUp& planned : schedule) {
        if (planned.tie) {
            planned.tie = number_beside(*planned.tie, 1, dice);
            continue;
        }
        planned.point = number_beside(planned.point, 0, dice);
        planned.how.length = length_beside(planned.how.length, dice);
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

}  // namespace xsksim
