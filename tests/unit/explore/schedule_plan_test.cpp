// SPDX-License-Identifier: GPL-2.0-only
#include "sim/explore/schedule_plan.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <ranges>
#include <set>

using namespace xsksim;

namespace {

const PointMap planned_points{1'000, {{10, 20, 30}, {500}}, {{10, 500}, {20, 30}}};
const ExploreOptions plan_options{};

std::vector<std::vector<std::uint64_t>> points_of(const std::vector<Schedule>& schedules) {
    std::vector<std::vector<std::uint64_t>> all;
    for (const Schedule& schedule : schedules) {
        all.emplace_back();
        for (const PlannedHoldUp& hold_up : schedule) all.back().push_back(hold_up.point);
    }
    return all;
}

// What each round's executions show: so many new classes each, or nothing.
std::vector<std::size_t> run_through(SchedulePlan& plan, CoverageClass new_classes) {
    std::vector<std::size_t> rounds;
    CoverageClass next = 1'000;
    for (auto round = plan.next_round(); !round.empty(); round = plan.next_round()) {
        rounds.push_back(round.size());
        std::vector<Executed> executed(round.size());
        for (Executed& execution : executed)
            for (CoverageClass i = 0; i < new_classes; ++i) execution.coverage.add(next++);
        plan.learn(executed);
    }
    return rounds;
}

Explored explored_by(Strategy strategy) {
    Explored what;
    what.strategy = strategy;
    return what;
}

}  // namespace

TEST_CASE("plan: with feedback schedules come in rounds, without all at once") {
    const Explored portfolio = explored_by(Strategy::portfolio), pct = explored_by(Strategy::pct);
    SchedulePlan in_rounds(portfolio, plan_options, planned_points, {}, 3);
    CHECK(run_through(in_rounds, 0) == std::vector<std::size_t>{5, 5, 5});
    CHECK(in_rounds.schedules().size() == in_rounds.count());
    SchedulePlan at_once(pct, plan_options, planned_points, {}, 3);
    CHECK(run_through(at_once, 0) == std::vector<std::size_t>{15});
}

TEST_CASE("plan: where a strategy enumerates, a workload has as many schedules as there are") {
    const Explored what = explored_by(Strategy::delays);
    SchedulePlan plan(what, plan_options, planned_points, {}, 3);
    const std::uint64_t all =
        Enumeration(Strategy::delays, plan_options, planned_points, 0).count();
    CHECK(all > 30);
    CHECK(plan.count() == all);
    CHECK(run_through(plan, 0) == std::vector<std::size_t>{all});
    // Each workload begins at a place of its own.
    std::set<std::vector<std::vector<std::uint64_t>>> orders;
    for (std::uint64_t workload = 0; workload < 20; ++workload) {
        SchedulePlan another(what, plan_options, planned_points, {}, workload);
        run_through(another, 0);
        orders.insert(points_of(another.schedules()));
    }
    CHECK(orders.size() == 4);
}

TEST_CASE("plan: the same outcomes, the same schedules; others change later rounds alone") {
    const Explored what = explored_by(Strategy::mutate);
    const auto drawn = [&](CoverageClass new_classes) {
        SchedulePlan plan(what, plan_options, planned_points, {}, 3);
        run_through(plan, new_classes);
        return points_of(plan.schedules());
    };
    const auto once = drawn(2), nothing_new = drawn(0);
    CHECK(once == drawn(2));
    CHECK(once != nothing_new);
    CHECK(std::ranges::equal(once | std::views::take(5), nothing_new | std::views::take(5)));
}

TEST_CASE("plan: what is covered undisturbed is nothing new") {
    const Explored what = explored_by(Strategy::mutate);
    Coverage known;
    for (CoverageClass met = 1'000; met < 1'100; ++met) known.add(met);
    SchedulePlan plan(what, plan_options, planned_points, known, 3);
    SchedulePlan nothing_new(what, plan_options, planned_points, {}, 3);
    run_through(plan, 2);
    run_through(nothing_new, 0);
    CHECK(points_of(plan.schedules()) == points_of(nothing_new.schedules()));
}

TEST_CASE("plan: a copy goes on from where it was made") {
    const Explored what = explored_by(Strategy::portfolio);
    SchedulePlan plan(what, plan_options, planned_points, {}, 3);
    SchedulePlan copy = plan;
    run_through(plan, 3);
    CHECK(copy.schedules().empty());
    run_through(copy, 3);
    CHECK(points_of(copy.schedules()) == points_of(plan.schedules()));
}

TEST_CASE("plan: a workload that passes a great many points gets fewer schedules, but one") {
    const Explored what = explored_by(Strategy::portfolio);
    for (const auto& [points, count] : std::vector<std::pair<std::uint64_t, std::uint64_t>>{
             {1'000, 15}, {500'000, 4}, {9'000'000, 1}}) {
        const PointMap passed{points, {}, {}};
        CHECK(SchedulePlan(what, plan_options, passed, {}, 3).count() == count);
    }
}
