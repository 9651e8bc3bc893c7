// SPDX-License-Identifier: GPL-2.0-only
#include "sim/explore/enumeration.hpp"

#include <algorithm>
#include <array>

namespace xsksim {
namespace {

// Of the longest hold-up: 500 us, 63 us, 8 us and 1 us of what scenarios have by default.
constexpr std::array<std::int64_t, 4> shares{1, 8, 64, 512};
constexpr std::int64_t share_of_twos = 8;
// Costs on the way vary with what is held up: a little longer than it took undisturbed.
constexpr Duration margin{200};

Duration share_of(const ExploreOptions& explore, std::int64_t share) {
    return {std::max<std::int64_t>(explore.hold_up_max.ns / share, 1)};
}

template <class Item>
const Item& middle_of(const std::vector<Item>& items) {
    return items[items.size() / 2];
}

std::vector<PlannedHoldUp> delays(const ExploreOptions& explore, const PointMap& points) {
    std::vector<std::uint64_t> all;
    for (const auto& place : points.places) all.insert(all.end(), place.begin(), place.end());
    std::ranges::sort(all);
    std::vector<PlannedHoldUp> delayed;
    for (const std::int64_t share : shares)
        for (const bool only_context : {false, true})
            for (const std::uint64_t point : all)
                delayed.push_back({point, {share_of(explore, share), only_context}});
    return delayed;
}

std::vector<PlannedHoldUp> delays_to_pair(const ExploreOptions& explore, const PointMap& points) {
    std::vector<PlannedHoldUp> delayed;
    for (const auto& place : points.places)
        delayed.push_back({middle_of(place), {share_of(explore, share_of_twos), true}});
    return delayed;
}

bool is_possible(const Reversal& reversal, const ExploreOptions& explore) {
    return reversal.later + margin <= explore.hold_up_max;
}

PlannedHoldUp held_up_for(const Reversal& reversal, bool only_context) {
    return {reversal.point, {reversal.later + margin, only_context}};
}

std::vector<PlannedHoldUp> preemptions(const ExploreOptions& explore, const PointMap& points) {
    std::vector<PlannedHoldUp> preempted;
    for (const bool only_context : {false, true})
        for (const auto& reversals : points.reversals)
            for (const Reversal& reversal : reversals)
                if (is_possible(reversal, explore))
                    preempted.push_back(held_up_for(reversal, only_context));
    return preempted;
}

std::vector<PlannedHoldUp> preemptions_to_pair(const ExploreOptions& explore,
                                               const PointMap& points) {
    std::vector<PlannedHoldUp> preempted;
    for (const auto& reversals : points.reversals)
        if (const Reversal& reversal = middle_of(reversals); is_possible(reversal, explore))
            preempted.push_back(held_up_for(reversal, true));
    return preempted;
}

}  // namespace

Enumeration::Enumeration(Strategy strategy, const ExploreOptions& explore, const PointMap& points,
                         std::uint64_t from)
    : ones_(strategy == Strategy::delays ? delays(explore, points) : preemptions(explore, points)),
      paired_(strategy == Strategy::delays ? delays_to_pair(explore, points)
                                           : preemptions_to_pair(explore, points)),
      from_(from) {}

std::uint64_t Enumeration::count() const { return std::min(ones() + twos(), schedules_max); }

Schedule Enumeration::schedule(std::uint64_t number) const {
    if (number < ones()) return {ones_[(from_ % ones() + number) % ones()]};
    return two((from_ % twos() + number - ones()) % twos());
}

// The first with all behind it, then the second, and so on.
Schedule Enumeration::two(std::uint64_t number) const {
    std::size_t first = 0;
    for (std::size_t behind = paired_.size() - 1; number >= behind; --behind, ++first)
        number -= behind;
    Schedule both{paired_[first], paired_[first + 1 + number]};
    put_in_order(both);
    return both;
}

}  // namespace xsksim
