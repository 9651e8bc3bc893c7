// SPDX-License-Identifier: GPL-2.0-only
#include "sim/explore/mutation.hpp"

#include <algorithm>
#include <iterator>

#include "sim/explore/strategy.hpp"

namespace xsksim {
namespace {

constexpr std::int64_t changes_max = 3;
constexpr std::int64_t powers_of_two_max = 3;  // longer or shorter by

enum class Change { move, add, drop, lengthen, shorten, splice };
constexpr auto kinds_of_change = static_cast<std::uint64_t>(Change::splice) + 1;

// Hold-ups that follow each other, some up to all but one: of a walk's hundreds one more or less
// means nothing.
void drop_some(Schedule& schedule, Dice& dice) {
    if (schedule.size() < 2) return;
    const auto count = dice.magnitude(1, static_cast<std::int64_t>(schedule.size()) - 1);
    const auto from = static_cast<std::int64_t>(
        dice.below(schedule.size() - static_cast<std::uint64_t>(count) + 1));
    schedule.erase(schedule.begin() + from, schedule.begin() + from + count);
}

Duration times(Duration length, Change change, std::int64_t powers_of_two) {
    const std::int64_t factor = std::int64_t{1} << powers_of_two;
    return {change == Change::lengthen ? length.ns * factor
                                       : std::max<std::int64_t>(length.ns / factor, 1)};
}

// The beginning of one, the end of the other.
Schedule spliced(const Schedule& first, const Schedule& second, std::uint64_t at_point) {
    Schedule both;
    for (const PlannedHoldUp& hold_up : first)
        if (hold_up.point < at_point) both.push_back(hold_up);
    for (const PlannedHoldUp& hold_up : second)
        if (hold_up.point >= at_point) both.push_back(hold_up);
    return both;
}

void change(Schedule& schedule, const std::vector<Schedule>& seeds, const ExploreOptions& explore,
            const PointMap& points, Dice& dice) {
    const auto what = static_cast<Change>(dice.below(kinds_of_change));
    switch (what) {
        case Change::move:
            schedule = schedule_beside(std::move(schedule), dice);
            break;
        case Change::add:
            std::ranges::copy(draw_schedule(Strategy::shared, explore, points, dice),
                              std::back_inserter(schedule));
            break;
        case Change::drop:
            drop_some(schedule, dice);
            break;
        case Change::lengthen:
        case Change::shorten: {
            const std::int64_t powers_of_two = dice.between(1, powers_of_two_max);
            if (schedule.empty()) break;
            Duration& length = schedule[dice.below(schedule.size())].how.length;
            length = times(length, what, powers_of_two);
            break;
        }
        case Change::splice:
            schedule = spliced(schedule, seeds[dice.below(seeds.size())],
                               points.first + dice.below(points.to_decide()));
            break;
    }
}

}  // namespace

Schedule mutate(const std::vector<Schedule>& seeds, const ExploreOptions& explore,
                const PointMap& points, Dice& dice) {
    Schedule schedule = seeds[dice.below(seeds.size())];
    for (auto left = dice.between(1, changes_max); left > 0; --left) {
        change(schedule, seeds, explore, points, dice);
        put_in_order(schedule);
    }
    std::erase_if(schedule, [&](const PlannedHoldUp& h) {
        return h.point < points.first || h.point >= points.count;
    });
    for (PlannedHoldUp& hold_up : schedule)
        hold_up.how.length = std::min(hold_up.how.length, explore.hold_up_max);
    return schedule;
}

}  // namespace xsksim
