// SPDX-License-Identifier: GPL-2.0-only
#include "sim/explore/portfolio.hpp"

#include <catch2/catch.hpp>

#include <map>

using namespace xsksim;

namespace {

constexpr int lottery_draws = 3'000;

std::map<Strategy, int> times_drawn(const Portfolio& portfolio, bool has_seeds) {
    std::map<Strategy, int> times;
    Dice dice(1, "portfolio");
    for (int i = 0; i < lottery_draws; ++i) ++times[portfolio.draw(has_seeds, dice)];
    return times;
}

}  // namespace

TEST_CASE("portfolio: every strategy that it has is drawn, mutate only where there are seeds") {
    const auto without = times_drawn({}, false), with = times_drawn({}, true);
    for (const auto& [strategy, times] : without) {
        INFO(word_of(strategy));
        CHECK(strategy != Strategy::portfolio);
        CHECK(times > lottery_draws / 50);
    }
    CHECK(!without.contains(Strategy::mutate));
    CHECK(with.contains(Strategy::mutate));
    CHECK(with.size() == without.size() + 1);
}

TEST_CASE("portfolio: what shows new classes or fails is drawn more often, the others still are") {
    const auto before = times_drawn({}, true);
    for (const bool fails : {false, true}) {
        Portfolio portfolio;
        for (int i = 0; i < 5; ++i) portfolio.learn(Strategy::object, fails ? 0 : 40, fails);
        const auto after = times_drawn(portfolio, true);
        CHECK(after.at(Strategy::object) > 3 * before.at(Strategy::object));
        CHECK(after.size() == before.size());
        Portfolio idle;
        for (int i = 0; i < 5; ++i) idle.learn(Strategy::object, 0, false);
        CHECK(times_drawn(idle, true) == before);
    }
}
