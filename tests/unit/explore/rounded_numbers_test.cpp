// SPDX-License-Identifier: GPL-2.0-only
#include "sim/explore/rounded_numbers.hpp"

#include <catch2/catch.hpp>

using xsksim::rounder_times;
using xsksim::smaller_sizes;
using Numbers = std::vector<std::int64_t>;

TEST_CASE("rounded numbers: sizes are tried from one on, and powers of two are among them") {
    CHECK(smaller_sizes(1).empty());
    CHECK(smaller_sizes(4) == Numbers{1, 2, 3});
    const Numbers below_100 = smaller_sizes(100);
    for (const std::int64_t power : {16, 32, 64})
        CHECK(std::ranges::find(below_100, power) != below_100.end());
    CHECK(below_100.back() < 100);
}

TEST_CASE("rounded numbers: a time is tried as 1, 2 or 5 of a power of ten, then by its digits") {
    CHECK(rounder_times(100).empty());
    CHECK(rounder_times(1000) == Numbers{100, 200, 500});
    CHECK(rounder_times(1234) == Numbers{100, 200, 500, 1000, 1000, 2000, 1200, 1300, 1230, 1240});
    CHECK(rounder_times(12) == Numbers{10, 20});
}
