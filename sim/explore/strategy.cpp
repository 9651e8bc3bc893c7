// SPDX-License-Identifier: GPL-2.0-only
#include "sim/explore/strategy.hpp"

#include <algorithm>

#include "sim/core/check.hpp"

namespace xsksim {
namespace {

constexpr Duration shortest_hold_up{64};  // shorter than any way to another context
constexpr Duration longer_most{4096};     // than a reversal took, if it took less than that

HoldUp draw_hold_up(std::int64_t longest_ns, Dice& dice) {
    const std::int64_t shortest = std::min(shortest_hold_up.ns, longest_ns);
    return {{dice.magnitude(shortest, longest_ns)}, dice.coin()};
}

// One in 2 to one in all points: few long hold-ups in one schedule, hundreds of short ones in
// another.
Schedule walk(const ExploreOptions& explore, const PointMap& points, Dice& dice) {
    Schedule schedule;
    const std::int64_t apart = dice.magnitude(2, static_cast<std::int64_t>(points.to_decide()) + 1);
    const std::int64_t shortest = std::min(shortest_hold_up.ns, explore.hold_up_max.ns);
    const std::int64_t longest = std::clamp(
        explore.hold_up_max.ns * apart / static_cast<std::int64_t>(points.to_decide() + 1),
        shortest, explore.hold_up_max.ns);
    std::uint64_t point = points.first + dice.below(static_cast<std::uint64_t>(2 * apart));
    while (point < points.count) {
        schedule.push_back({point, draw_hold_up(longest, dice)});
        point += 1 + dice.below(static_cast<std::uint64_t>(2 * apart));
    }
    return schedule;
}

Schedule some_of(const ExploreOptions& explore, Dice& dice, auto draw_point) {
    Schedule schedule;
    if (explore.hold_ups == 0) return schedule;
    for (auto left = dice.between(1, explore.hold_ups); left > 0; --left)
        schedule.push_back({draw_point(), draw_hold_up(explore.hold_up_max.ns, dice)});
    put_in_order(schedule);
    return schedule;
}

Schedule pct(const ExploreOptions& explore, const PointMap& points, Dice& dice) {
    return some_of(explore, dice, [&] { return points.first + dice.below(points.to_decide()); });
}

// Each object as likely as the others, however often it is touched.
std::uint64_t shared_point(const PointMap& points, std::size_t object, Dice& dice) {
    const std::vector<std::uint64_t>& all = points.shared[object];
    return all[dice.below(all.size())];
}

Schedule shared(const ExploreOptions& explore, const PointMap& points, Dice& dice) {
    if (points.shared.empty()) return pct(explore, points, dice);
    return some_of(explore, dice,
                   [&] { return shared_point(points, dice.below(points.shared.size()), dice); });
}

Schedule object(const ExploreOptions& explore, const PointMap& points, Dice& dice) {
    if (points.shared.empty()) return pct(explore, points, dice);
    const std::size_t chosen = dice.below(points.shared.size());
    return some_of(explore, dice, [&] { return shared_point(points, chosen, dice); });
}

Schedule place(const ExploreOptions& explore, const PointMap& points, Dice& dice) {
    if (points.places.empty()) return pct(explore, points, dice);
    const std::vector<std::uint64_t>& all = points.places[dice.below(points.places.size())];
    if (dice.coin()) return some_of(explore, dice, [&] { return all[dice.below(all.size())]; });
    Schedule schedule;
    // All together no longer than a few: what is slow for ever never gets done.
    constexpr std::int64_t few = 8;
    const auto times = static_cast<std::int64_t>(all.size());
    const HoldUp how = draw_hold_up(
        std::max<std::int64_t>(explore.hold_up_max.ns * few / std::max(times, few), 1), dice);
    for (const std::uint64_t point : all) schedule.push_back({point, how});
    return schedule;
}

// Who comes first is held up until shortly before the other comes, so that they meet (and a store
// of one is not yet visible to the other); or until the other has come, which then goes on alone
// for hardly any time, or until it has done all that there is to do.
Duration length_of(const Reversal& reversal, const ExploreOptions& explore, Dice& dice) {
    const std::int64_t later = std::max<std::int64_t>(reversal.later.ns, 1);
    switch (dice.below(4)) {
        case 0:
            return {std::max<std::int64_t>(later - dice.magnitude(1, later), 1)};
        case 1:
            return {later + dice.magnitude(1, explore.hold_up_max.ns)};
        default:
            return {later + dice.magnitude(1, std::max(longer_most.ns, later))};
    }
}

// One in four a little behind the access: what it has stored may not be visible yet.
std::uint64_t points_behind(Dice& dice) {
    constexpr std::uint64_t few = 4;
    return dice.below(4) == 0 ? 1 + dice.below(few) : 0;
}

// Each pair of places as likely as the others, however often it comes; or each context that comes
// first: what an administrator does is done once, and in few places.
const std::vector<Reversal>& pair_to_reverse(const PointMap& points, Dice& dice) {
    const auto& contexts = points.reversals_by_context;
    if (contexts.empty() || dice.coin())
        return points.reversals[dice.below(points.reversals.size())];
    const std::vector<std::size_t>& pairs = contexts[dice.below(contexts.size())];
    return points.reversals[pairs[dice.below(pairs.size())]];
}

Schedule reverse(const ExploreOptions& explore, const PointMap& points, Dice& dice) {
    if (points.reversals.empty()) return shared(explore, points, dice);
    Schedule schedule;
    if (explore.hold_ups == 0) return schedule;
    for (auto left = dice.between(1, explore.hold_ups); left > 0; --left) {
        const std::vector<Reversal>& all = pair_to_reverse(points, dice);
        const Reversal& reversal = all[dice.below(all.size())];
        const Duration length = std::min(length_of(reversal, explore, dice), explore.hold_up_max);
        const std::uint64_t point =
            std::min(reversal.point + points_behind(dice), points.count - 1);
        schedule.push_back({point, {length, dice.coin()}});
    }
    put_in_order(schedule);
    return schedule;
}

}  // namespace

Schedule draw_schedule(Strategy strategy, const ExploreOptions& explore, const PointMap& points,
                       Dice& dice) {
    switch (strategy) {
        case Strategy::walk:
            return walk(explore, points, dice);
        case Strategy::pct:
            return pct(explore, points, dice);
        case Strategy::shared:
            return shared(explore, points, dice);
        case Strategy::object:
            return object(explore, points, dice);
        case Strategy::place:
            return place(explore, points, dice);
        case Strategy::reverse:
            return reverse(explore, points, dice);
        case Strategy::portfolio:
        case Strategy::mutate:
        case Strategy::delays:
        case Strategy::preemptions:
            break;
    }
    XSKSIM_CHECK(false, "a strategy that goes by more than the points");
}

}  // namespace xsksim
