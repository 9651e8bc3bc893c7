// SPDX-License-Identifier: GPL-2.0-only
// The laws that the sampling methods are known by.
#include <catch2/catch.hpp>

#include <set>

#include "sim/sweep/binomial.hpp"
#include "sim/sweep/sampling.hpp"

using namespace xsksim;

namespace {

std::size_t slice(double x, std::size_t slices) {
    return static_cast<std::size_t>(x * static_cast<double>(slices));
}

}  // namespace

TEST_CASE("Latin hypercube: each slice of each axis holds one point") {
    constexpr std::size_t points = 50;
    const auto sample = latin_hypercube(points, 4, 3);
    for (std::size_t axis = 0; axis < 4; ++axis) {
        std::set<std::size_t> slices;
        for (const UnitPoint& point : sample) slices.insert(slice(point[axis], points));
        CHECK(slices.size() == points);
    }
}

// Sobol's construction makes a (0, m, 1)-net in each dimension and a (0, m, 2)-net in the first
// two. A shift turns the boxes, so the law is checked on differences from the first point.
TEST_CASE("Sobol: every dyadic box of the first two axes holds its share") {
    constexpr std::size_t points = 256;
    auto sample = sobol_points(points, 6, 1);
    const UnitPoint first = sample[0];
    for (UnitPoint& point : sample)
        for (std::size_t axis = 0; axis < 6; ++axis) {
            point[axis] -= first[axis];
            if (point[axis] < -1e-12) point[axis] += 1;
            point[axis] += 1e-12;
        }
    for (std::size_t axis = 0; axis < 6; ++axis) {
        std::set<std::size_t> slices;
        for (const UnitPoint& point : sample) slices.insert(slice(point[axis], points));
        CHECK(slices.size() == points);
    }
    for (std::size_t columns = 1; columns <= points; columns *= 2) {
        std::set<std::pair<std::size_t, std::size_t>> boxes;
        for (const UnitPoint& point : sample)
            boxes.insert({slice(point[0], columns), slice(point[1], points / columns)});
        CHECK(boxes.size() == points);
    }
}

// Bratley and Fox (1988), the first points in two dimensions: 0, 1/2 1/2, 3/4 1/4, 1/4 3/4.
TEST_CASE("Sobol: the sequence begins as published") {
    const auto sample = sobol_points(4, 2, 9);
    const auto from_first = [&](std::size_t i, std::size_t axis) {
        const double d = sample[i][axis] - sample[0][axis];
        return d < 0 ? d + 1 : d;
    };
    CHECK(from_first(1, 0) == Approx(0.5));
    CHECK(from_first(1, 1) == Approx(0.5));
    CHECK(from_first(2, 0) == Approx(0.75));
    CHECK(from_first(2, 1) == Approx(0.25));
    CHECK(from_first(3, 0) == Approx(0.25));
    CHECK(from_first(3, 1) == Approx(0.75));
}

// A stored sweep is resumed at points that are computed again.
TEST_CASE("Sobol: a seed names the same points for ever, in six dimensions") {
    const auto sample = sobol_points(100, 6, 7);
    CHECK(sample[0] == UnitPoint{0x1.823eca63d6cdbp-1, 0x1.e60acea8f4698p-1, 0x1.e0edcc120696p-4,
                                 0x1.c8a8d809b3fefp-1, 0x1.2152fc3e853ecp-3, 0x1.c352ba403fbbp-5});
    CHECK(sample[99] == UnitPoint{0x1.63eca63d6cdcp-5, 0x1.aa0acea8f4698p-1, 0x1.881db98240d2cp-1,
                                  0x1.f951b01367fep-2, 0x1.cc54bf0fa14fbp-1, 0x1.d8352ba403fbbp-1});
}

TEST_CASE("random points: in the unit cube, and their mean near its middle") {
    double sum = 0;
    for (const UnitPoint& point : random_points(10'000, 1, 5)) {
        REQUIRE(point[0] >= 0);
        REQUIRE(point[0] < 1);
        sum += point[0];
    }
    CHECK(sum / 10'000 == Approx(0.5).margin(0.01));
}

// Hanley and Lippman-Hand's rule of three: none of n bad means less than 3/n at 95 %; and published
// intervals of Clopper and Pearson: 5 of 10 is 0.187 to 0.813, 1 of 20 is 0.0013 to 0.2487.
TEST_CASE("share interval: as published") {
    CHECK(share_interval(100, 100, 0.95).low == Approx(1 - 3.0 / 100).margin(0.001));
    CHECK(share_interval(100, 100, 0.95).high == 1);
    CHECK(share_interval(0, 100, 0.95).high == Approx(3.0 / 100).margin(0.001));
    CHECK(share_interval(5, 10, 0.95).low == Approx(0.187).margin(0.001));
    CHECK(share_interval(5, 10, 0.95).high == Approx(0.813).margin(0.001));
    CHECK(share_interval(1, 20, 0.95).low == Approx(0.0013).margin(0.0001));
    CHECK(share_interval(1, 20, 0.95).high == Approx(0.2487).margin(0.0005));
    CHECK(share_interval(0, 0, 0.95).low == 0);
    CHECK(share_interval(0, 0, 0.95).high == 1);
}
