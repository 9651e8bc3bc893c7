// SPDX-License-Identifier: GPL-2.0-only
#include "sim/explore/strategy.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "sim/explore/drawn_ties.hpp"
#include "sim/explore/scheduled_choice.hpp"

using namespace xsksim;

namespace {

constexpr std::uint64_t count = 1'000;
constexpr std::array by_points{Strategy::walk,   Strategy::pct,   Strategy::shared,
                               Strategy::object, Strategy::place, Strategy::reverse};
const PointMap points{count,
                      {{10, 20, 30}, {500}},
                      {{10, 500}, {20, 30}},
                      {{{7, {}, 1}, {8, {}, 4}}, {{600, {}, 90}}},
                      {{{10, {100}}, {500, {2'000}}}, {{20, {600'000'000}}}}};

Schedule drawn(Strategy strategy, std::uint64_t number, const PointMap& among = points) {
    Dice dice(number, "schedule");
    ExploreOptions explore;
    explore.hold_ups = 4;
    return draw_schedule(strategy, explore, among, dice);
}

}  // namespace

TEST_CASE(
    "strategies: hold-ups lie among the points, each point once, in order, within their time") {
    for (const Strategy strategy : by_points) {
        for (std::uint64_t number = 0; number < 300; ++number) {
            const Schedule schedule = drawn(strategy, number);
            INFO(word_of(strategy) << ", " << number);
            REQUIRE(std::ranges::is_sorted(schedule, {}, &PlannedHoldUp::point));
            for (std::size_t i = 0; i < schedule.size(); ++i) {
                REQUIRE(schedule[i].point < count);
                REQUIRE((i == 0 || schedule[i - 1].point < schedule[i].point));
                REQUIRE(schedule[i].how.length.ns >= 1);
                REQUIRE(schedule[i].how.length <= ExploreOptions{}.hold_up_max);
            }
            if (strategy != Strategy::walk) {
                REQUIRE(!schedule.empty());
                REQUIRE(schedule.size() <= 4);
            }
        }
    }
}

TEST_CASE("strategies: shared, object and place hold up where contexts meet, pct anywhere") {
    std::set<std::uint64_t> anywhere, shared;
    for (std::uint64_t number = 0; number < 300; ++number) {
        for (const PlannedHoldUp& hold_up : drawn(Strategy::pct, number))
            anywhere.insert(hold_up.point);
        for (const PlannedHoldUp& hold_up : drawn(Strategy::shared, number))
            shared.insert(hold_up.point);
        const Schedule object = drawn(Strategy::object, number);
        const bool of_second = object.front().point == 500;
        for (const PlannedHoldUp& hold_up : object) CHECK((hold_up.point == 500) == of_second);
        const Schedule place = drawn(Strategy::place, number);
        const bool of_first = place.front().point == 10 || place.front().point == 500;
        for (const PlannedHoldUp& hold_up : place)
            CHECK((hold_up.point == 10 || hold_up.point == 500) == of_first);
    }
    CHECK(anywhere.size() > 300);
    CHECK(shared == std::set<std::uint64_t>{10, 20, 30, 500});
}

TEST_CASE("strategies: reverse holds up till shortly before the other access, or for longer") {
    std::map<std::uint64_t, std::set<std::int64_t>> lengths;
    for (std::uint64_t number = 0; number < 1'000; ++number)
        for (const PlannedHoldUp& hold_up : drawn(Strategy::reverse, number))
            lengths[hold_up.point].insert(hold_up.how.length.ns);
    const std::int64_t later = 100, at_most = ExploreOptions{}.hold_up_max.ns;
    CHECK(*lengths[10].begin() < later / 2);
    CHECK(lengths[10].contains(later - 1));
    CHECK(lengths[10].contains(later + 1));
    CHECK(std::ranges::count_if(lengths[10], [](auto ns) { return ns > later && ns < 5'000; }) >
          100);
    CHECK(*lengths[10].rbegin() > at_most / 2);
    CHECK(*lengths[500].rbegin() <= at_most);
    // The other comes after the longest hold-up that may be.
    CHECK(lengths[20].contains(at_most));
}

TEST_CASE("strategies: reverse holds up at the access, one in four times a little behind it") {
    std::map<std::uint64_t, int> times;
    for (std::uint64_t number = 0; number < 1'000; ++number)
        for (const PlannedHoldUp& hold_up : drawn(Strategy::reverse, number))
            ++times[hold_up.point];
    int at_access = 0, behind = 0;
    for (const std::uint64_t point : {10, 20, 500}) {
        at_access += times[point];
        for (std::uint64_t after = 1; after <= 4; ++after) behind += times[point + after];
    }
    CHECK(at_access > 2 * behind);
    CHECK(at_access < 4 * behind);
    CHECK(times.size() == 15);
}

TEST_CASE("strategies: reverse holds a context up that passes few places as often as others") {
    PointMap many = points;
    many.reversals.assign(100, {{10, {100}}});
    many.reversals.push_back({{900, {100}}});
    many.reversals_by_context = {{}, {100}};
    for (std::size_t pair = 0; pair < 100; ++pair) many.reversals_by_context[0].push_back(pair);
    int all = 0, of_one = 0;
    for (std::uint64_t number = 0; number < 500; ++number)
        for (const PlannedHoldUp& hold_up : drawn(Strategy::reverse, number, many)) {
            ++all;
            if (hold_up.point >= 900) ++of_one;
        }
    CHECK(of_one > all / 6);
    CHECK(of_one < all / 2);
}

TEST_CASE("strategies: without shared points, all take any") {
    const PointMap none{count, {}, {}, {}, {}};
    std::set<std::uint64_t> seen;
    for (std::uint64_t number = 0; number < 50; ++number)
        for (const Strategy strategy :
             {Strategy::shared, Strategy::object, Strategy::place, Strategy::reverse})
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
        const auto how = choice.hold_up({});
        REQUIRE(how);
        asked.push_back(point++);
    }
    CHECK(asked == std::vector<std::uint64_t>{3, 4, 9});
    // The same contexts, whatever the schedule; of none nobody is asked.
    ScheduledChoice none(make_seeded_choice(1), {});
    CHECK(none.holds_up());
    CHECK(none.points_before_hold_up() == Choice::no_hold_up);
}

TEST_CASE("schedules: ties go the other way by their number, and are no hold-ups") {
    ScheduledChoice choice(make_seeded_choice(1),
                           {{3, {}, 1}, {4, {{200}, true}}, {4, {}, 3}, {9, {}, 4}});
    CHECK(choice.points_before_hold_up() == 4);
    CHECK(choice.hold_up({}));
    CHECK(choice.points_before_hold_up() == Choice::no_hold_up);
    std::vector<bool> answers;
    for (int tie = 1; tie <= 5; ++tie) answers.push_back(choice.puts_last(0));
    CHECK(answers == std::vector<bool>{true, false, true, true, false});
}

TEST_CASE("schedules: ties are drawn of those that were met, each context as likely") {
    std::map<std::uint64_t, int> times;
    for (std::uint64_t number = 0; number < 500; ++number) {
        Dice dice(number, "ties");
        const Schedule ties = draw_ties(points, dice);
        CHECK_FALSE(ties.empty());
        CHECK(std::ranges::is_sorted(ties, {}, &PlannedHoldUp::point));
        for (const PlannedHoldUp& planned : ties) ++times[planned.tie.value()];
    }
    CHECK(times.size() == 3);
    CHECK(times[90] > times[1]);
    CHECK(times[90] > times[4]);
    Dice dice(1, "ties");
    CHECK(draw_ties({}, dice).empty());
}

TEST_CASE(
    "schedules: one beside another holds up a little elsewhere, about as long, still in order") {
    const Schedule schedule{{2, {{1000}, true}}, {3, {{8}, false}}, {500, {{1}, false}}};
    std::set<std::uint64_t> points;
    std::set<std::int64_t> lengths;
    for (std::uint64_t number = 0; number < 500; ++number) {
        Dice dice(number, "beside");
        const Schedule beside = schedule_beside(schedule, dice);
        REQUIRE(std::ranges::is_sorted(beside, {}, &PlannedHoldUp::point));
        REQUIRE(std::ranges::adjacent_find(beside, {}, &PlannedHoldUp::point) == beside.end());
        points.insert(beside.back().point);
        for (const PlannedHoldUp& hold_up : beside)
            if (hold_up.how.only_context) lengths.insert(hold_up.how.length.ns);
    }
    CHECK(points == std::set<std::uint64_t>{496, 497, 498, 499, 500, 501, 502, 503, 504});
    CHECK(*lengths.begin() >= 500);
    CHECK(*lengths.rbegin() <= 2000);
    CHECK(lengths.size() > 100);
}

TEST_CASE("schedules: the fewest hold-ups are those that are needed, in a few questions") {
    Schedule schedule;
    for (std::uint64_t point = 0; point < 400; ++point) schedule.push_back({point, {{100}, false}});
    std::uint64_t asked = 0;
    const auto fails = [&](const Schedule& tried) {
        ++asked;
        const auto has = [&](std::uint64_t point) {
            return std::ranges::find(tried, point, &PlannedHoldUp::point) != tried.end();
        };
        return has(17) && has(18) && has(333);
    };
    const Schedule fewest = fewest_hold_ups(schedule, fails, 300);
    REQUIRE(fewest.size() == 3);
    CHECK(fewest[0].point == 17);
    CHECK(fewest[2].point == 333);
    CHECK(asked < 100);
    asked = 0;
    CHECK(fails(fewest_hold_ups(schedule, fails, 10)));
    CHECK(asked <= 11);
    CHECK(fewest_hold_ups(
              {}, [](const Schedule&) { return true; }, 300)
              .empty());
}
