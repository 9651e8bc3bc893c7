// SPDX-License-Identifier: GPL-2.0-only
#include "sim/explore/mutation.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

using namespace xsksim;

namespace {

constexpr std::uint64_t mutated_points = 1'000;

// Two seeds that share neither points nor lengths.
const Schedule early{{10, {{1000}, true}}, {20, {{1000}, true}}, {30, {{1000}, true}}};
const Schedule late{{900, {{7}, false}}, {950, {{7}, false}}};

Schedule mutated(std::uint64_t number, const std::vector<Schedule>& seeds) {
    Dice dice(number, "mutation");
    const PointMap points{mutated_points, {{500}}, {{500}}};
    return mutate(seeds, ExploreOptions{}, points, dice);
}

}  // namespace

TEST_CASE("mutation: hold-ups lie among the points, each point once, in order, within their time") {
    Schedule many;
    for (std::uint64_t point = 0; point < mutated_points; point += 2)
        many.push_back({point, {ExploreOptions{}.hold_up_max, false}});
    for (std::uint64_t number = 0; number < 500; ++number) {
        const Schedule schedule = mutated(number, {many, early, late, {}});
        INFO(number);
        REQUIRE(std::ranges::is_sorted(schedule, {}, &PlannedHoldUp::point));
        REQUIRE(std::ranges::adjacent_find(schedule, {}, &PlannedHoldUp::point) == schedule.end());
        for (const PlannedHoldUp& hold_up : schedule) {
            REQUIRE(hold_up.point < mutated_points);
            REQUIRE(hold_up.how.length.ns >= 1);
            REQUIRE(hold_up.how.length <= ExploreOptions{}.hold_up_max);
        }
    }
}

TEST_CASE("mutation: of a seed there are more hold-ups, fewer, longer and shorter, and elsewhere") {
    std::set<std::size_t> sizes;
    std::set<std::uint64_t> points;
    std::int64_t shortest = 1000, longest = 1000;
    std::size_t unchanged = 0;
    for (std::uint64_t number = 0; number < 500; ++number) {
        const Schedule schedule = mutated(number, {early});
        sizes.insert(schedule.size());
        for (const PlannedHoldUp& hold_up : schedule) {
            points.insert(hold_up.point);
            if (hold_up.point == 500) continue;
            shortest = std::min(shortest, hold_up.how.length.ns);
            longest = std::max(longest, hold_up.how.length.ns);
        }
        const auto same = [](const PlannedHoldUp& a, const PlannedHoldUp& b) {
            return a.point == b.point && a.how.length == b.how.length;
        };
        if (std::ranges::equal(schedule, early, same)) ++unchanged;
    }
    CHECK(*sizes.begin() == 1);
    CHECK(*sizes.rbegin() > 3);
    CHECK(points.contains(500));  // where contexts meet
    CHECK(points.contains(18));
    CHECK(shortest < 200);
    CHECK(longest > 7000);
    CHECK(unchanged < 100);
}

TEST_CASE("mutation: two seeds are spliced, the beginning of one to the end of the other") {
    std::size_t spliced = 0;
    for (std::uint64_t number = 0; number < 500; ++number) {
        const Schedule schedule = mutated(number, {early, late});
        const auto is_early = [](const PlannedHoldUp& h) { return h.point < 100; };
        const auto is_late = [](const PlannedHoldUp& h) { return h.point > 800; };
        if (std::ranges::any_of(schedule, is_early) && std::ranges::any_of(schedule, is_late))
            ++spliced;
    }
    CHECK(spliced > 20);
}
