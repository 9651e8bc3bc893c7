// SPDX-License-Identifier: GPL-2.0-only
// Estimates against worked examples of others.
#include <catch2/catch.hpp>

#include <cmath>

#include "sim/explore/estimate.hpp"

using namespace xsksim;

// Spiders of a forest, as counted in the data of the R package iNEXT (Hsieh, Ma, Chao, Methods in
// Ecology and Evolution 2016): species seen, seen once, twice, individuals; and what the formula of
// its ChaoRichness makes of them.
TEST_CASE("estimate: of species in a forest, as in the literature") {
    CHECK(classes_at_least(26, 12, 4, 168) == Approx(43.893).margin(0.0005));
    CHECK(classes_at_least(37, 14, 4, 252) == Approx(61.403).margin(0.0005));
}

// The share of unseen species that Good's estimate gives for the same.
TEST_CASE("estimate: what the next sample shows, once met by samples") {
    CHECK(new_classes_in_next(12, 168) == Approx(0.0714).margin(0.0001));
    CHECK(new_classes_in_next(0, 168) == 0);
    CHECK(new_classes_in_next(5, 0) == 0);
}

TEST_CASE("estimate: nothing met twice, nothing met once, nothing at all") {
    CHECK(classes_at_least(10, 4, 0, 100) == Approx(10 + 0.99 * 6));
    CHECK(classes_at_least(10, 0, 3, 100) == 10);
    CHECK(classes_at_least(10, 0, 0, 100) == 10);
    CHECK(classes_at_least(0, 0, 0, 0) == 0);
}

// 3/n against the exact bound, 1 - 0.05^(1/n).
TEST_CASE("estimate: the rule of three is near the exact bound and above it") {
    CHECK(probability_below(300) == Approx(0.01));
    CHECK(probability_below(300) > 1 - std::pow(0.05, 1.0 / 300));
    CHECK(probability_below(300) < 1.02 * (1 - std::pow(0.05, 1.0 / 300)));
    CHECK(probability_below(2) == 1);
    CHECK(probability_below(0) == 1);
}
