// SPDX-License-Identifier: GPL-2.0-only
#include "sim/explore/dice.hpp"

#include <catch2/catch.hpp>

#include <map>

using namespace xsksim;

TEST_CASE("dice: what is drawn hangs on seed and purpose alone") {
    Dice one(7, "a"), same(7, "a"), other_purpose(7, "b"), other_seed(8, "a");
    int as_purpose = 0, as_seed = 0;
    for (int i = 0; i < 100; ++i) {
        const std::uint64_t drawn = one.below(1'000'000);
        CHECK(drawn == same.below(1'000'000));
        as_purpose += drawn == other_purpose.below(1'000'000);
        as_seed += drawn == other_seed.below(1'000'000);
    }
    CHECK(as_purpose < 3);
    CHECK(as_seed < 3);
}

TEST_CASE("dice: magnitudes lie in their range, and each order is as likely as the others") {
    Dice dice(1, "magnitude");
    std::map<int, int> by_order;
    for (int i = 0; i < 10'000; ++i) {
        const std::int64_t drawn = dice.magnitude(3, 5'000);
        REQUIRE(drawn >= 3);
        REQUIRE(drawn <= 5'000);
        int order = 0;
        while ((drawn >> (order + 1)) > 0) ++order;
        ++by_order[order];
    }
    REQUIRE(by_order.size() == 12);  // 2 (of 3) to 4096 (up to 5000)
    for (const auto& [order, times] : by_order) {
        INFO("2^" << order);
        CHECK(times > 10'000 / 12 * 8 / 10);
        CHECK(times < 10'000 / 12 * 12 / 10);
    }
    CHECK(dice.magnitude(9, 9) == 9);
}
