// SPDX-License-Identifier: GPL-2.0-only
#include "sim/view/sweep/pivot.hpp"

#include <catch2/catch.hpp>

#include <cmath>

#include "tests/unit/view/made_up_store.hpp"

using namespace xsksim;
using namespace xsksim::test;

TEST_CASE("spread: of the runs that have the figure") {
    const std::vector<double> figure = {4, std::nan(""), 1, 10, 2};
    const std::vector<RunIndex> even = {0, 1, 2, 3, 4}, odd = {0, 2, 3}, none = {1};
    CHECK(spread_of(even, figure).min == 1);
    CHECK(spread_of(even, figure).median == 3);
    CHECK(spread_of(even, figure).max == 10);
    CHECK(spread_of(odd, figure).median == 4);
    CHECK(std::isnan(spread_of(none, figure).median));
}

TEST_CASE("groups: runs by key, in their order") {
    const RunGroups groups({1, 0, RunGroups::no_group, 1, 3}, 4);
    const auto of = [&](std::size_t group) {
        return std::vector<RunIndex>(groups.of(group).begin(), groups.of(group).end());
    };
    CHECK(of(0) == std::vector<RunIndex>{1});
    CHECK(of(1) == std::vector<RunIndex>{0, 3});
    CHECK(of(2).empty());
    CHECK(of(3) == std::vector<RunIndex>{4});
}

TEST_CASE("steps: neighbours together where values are too many") {
    Result result;
    result.points = 5;
    result.axes.push_back({"a", "", false, {}, ""});
    for (int i = 0; i < 5; ++i) {
        result.axes[0].values.push_back({std::to_string(i * 10), i * 10.0, {}});
        result.values.push_back(static_cast<std::uint32_t>(i));
    }
    const Selection all(result, {});
    const Steps two = steps_of(result, all, 0, 2);
    CHECK(two.labels == std::vector<std::string>{"0 to 10", "20 to 40"});
    CHECK(two.numbers == std::vector<double>{5, 30});
    CHECK(two.of_value == std::vector<std::uint32_t>{0, 0, 1, 1, 1});
    CHECK(two.is_merged);
    const Selection some(result, {"a=40", "a=10"});
    const Steps kept = steps_of(result, some, 0, 2);
    CHECK(kept.labels == std::vector<std::string>{"10", "40"});
    CHECK(kept.of_value[0] == Result::no_value);
    CHECK_FALSE(kept.is_merged);
}

TEST_CASE("pivot: of a sample, axes that are not shown are taken together") {
    const auto database = grid_database();
    database->execute(
        "UPDATE sweep SET value = '{\"combine\":\"sobol\"}' WHERE name = 'plan_text'");
    const Result result = read_result(*database);
    CHECK(result.is_sample);
    PivotLayout layout;
    layout.rows = 0;
    const Pivot pivot = make_pivot(result, Selection(result, {}), layout, {});
    REQUIRE(pivot.panels.size() == 1);
    CHECK(pivot.together == std::vector<std::size_t>{1});
    CHECK(pivot.at(pivot.panels[0], 0, 0).runs == 6);
    CHECK(pivot.at(pivot.panels[0], 0, 0).good == 2);
    CHECK(pivot.at(pivot.panels[0], 1, 0).runs == 5);
}

TEST_CASE("sample: a cell holds a few points") {
    CHECK(sample_steps(400, 2) == 10);
    CHECK(sample_steps(100, 1) == 25);
    CHECK(sample_steps(10, 2) == 3);
    CHECK(sample_steps(100'000, 2) == 40);
}
