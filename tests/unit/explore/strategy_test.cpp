// SPDX-License-Identifier: GPL-2.0-only
#include "sim/explore/strategy.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

using namespace xsksim;

namespace {

constexpr std::uint64_t count = 1'000;
const PointMap points{count, {{10, 20, 30}, {500}}};

Schedule drawn(Strategy strategy, std::uint64_t number, const PointMap& among = points) {
    Dice dice(number, "schedule");
    ExploreOptions explore;
    explore.hold_ups = 4;
    return draw_schedule(strategy, explore, among, dice);
}

}  // namespace

TEST_CASE(
    "strategies: hold-ups lie among the points, each point once, in order, within their time") {
    for (const std::string& word : words_of<Strategy>()) {
        const Strategy strategy = *from_word<Strategy>(word);
        for (std::uint64_t number = 0; number < 300; ++number) {
            const Schedule schedule = drawn(strategy, number);
            INFO(word << ", " << number);
            REQUIRE(std::ranges::is_sorted(schedule, {}, &PlannedHoldUp::point));
            for (std::size_t i = 0; i < schedule.size(); ++i) {
                REQUIRE(schedule[i].point < count);
                REQUIRE((i == 0 || schedule[i - 1].point < schedule[i].point));
                REQUIRE(schedule[i].how.length.ns >= 1);
                REQUIRE(schedule[i].how.length <= ExploreOptions{}.hold_up_max);
            }
            if (strategy != Strategy::walk && strategy != Strategy::portfolio) {
                REQUIRE(!schedule.empty());
                REQUIRE(schedule.size() <= 4);
            }
        }
    }
}

TEST_CASE("strategies: shared and object hold up where contexts meet, pct anywhere") {
    std::set<std::uint64_t> anywhere, shared;
    for (std::uint64_t number = 0; number < 300; ++number) {
        for (const PlannedHoldUp& hold_up : drawn(Strategy::pct, number))
            anywhere.insert(hold_up.point);
        for (const PlannedHoldUp& hold_up : drawn(Strategy::shared, number))
            shared.insert(hold_up.point);
        const Schedule object = drawn(Strategy::object, number);
        const bool of_second = object.front().point == 500;
        for (const PlannedHoldUp& hold_up : object) CHECK((hold_up.point == 500) == of_second);
    }
    CHECK(anywhere.size() > 300);
    CHECK(shared == std::set<std::uint64_t>{10, 20, 30, 500});
}

TEST_CASE("strategies: without shared points, shared and object take any") {
    const PointMap none{count, {}};
    std::set<std::uint64_t> seen;
    for (std::uint64_t number = 0; number < 50; ++number)
        for (const Strategy strategy : {Strategy::shared, Strategy::object})
            for (const PlannedHoldUp& hold_up : drawn(strategy, number, none))
                seen.insert(hold_up.point);
    CHECK(seen.size() > 50);
}

TEST_CASE("strategies: a walk has few hold-ups in one schedule, and hundreds in another") {
    std::size_t least = count, most = 0;
    for (std::uint64_t number = 0; number < 300; ++number) {
        const std::size_t size = drawn(Strategy::walk, number).size();
        least = std::min(least, size);
        most = std::max(most, size);
    }
    CHECK(least <= 1);
    CHECK(most > 200);
}

TEST_CASE("schedules: a choice is asked at the points of its schedule and nowhere else") {
    ScheduledChoice choice(make_seeded_choice(1),
                           {{3, {{100}, false}}, {4, {{200}, true}}, {9, {}}});
    CHECK(choice.holds_up());
    std::vector<std::uint64_t> asked;
    std::uint64_t point = 0;
    for (std::uint64_t before = choice.points_before_hold_up(); before != Choice::no_hold_up;
         before = choice.points_before_hold_up()) {
        point += before;
        const auto how = choice.hold_up(0, Operation::local());
        REQUIRE(how);
        asked.push_back(point++);
    }
    CHECK(asked == std::vector<std::uint64_t>{3, 4, 9});
    // The same contexts, whatever the schedule; of none nobody is asked.
    ScheduledChoice none(make_seeded_choice(1), {});
    CHECK(none.holds_up());
    CHECK(none.points_before_hold_up() == Choice::no_hold_up);
}
