// SPDX-License-Identifier: GPL-2.0-only
// Classes of what executions showed, counted over workloads.
#include <catch2/catch.hpp>

#include <map>

#include "sim/explore/coverage_counts.hpp"
#include "sim/explore/order_coverage.hpp"

using namespace xsksim;

namespace {

Coverage covering(const std::vector<CoverageClass>& classes) {
    Coverage coverage;
    for (const CoverageClass met : classes) coverage.add(met);
    return coverage;
}

const Operation word_read = Operation::access(marked_read, 0x1000, 4);
const Operation word_write = Operation::access(marked_write, 0x1004, 4);  // of the same 8 bytes
const Operation other_write = Operation::access(marked_write, 0x2000, 4);
constexpr ContextId first = 1, second = 2;

// Each context's operation at a place of the driver.
struct Step {
    ContextId context;
    std::uint64_t place;
    Operation done;
};
Coverage orders_of(const std::vector<Step>& steps) {
    OrderCoverage orders;
    std::map<std::uint64_t, OrderCoverage::Use> last;
    for (const Step& step : steps) {
        orders.reaches(step.context, step.place);
        orders.does(step.context, step.done, last[step.done.number() / 8]);
    }
    return orders.coverage();
}

}  // namespace

TEST_CASE("coverage: a set of classes, whichever way it was put together") {
    const Coverage one = covering({5, 3, 5, 9}), other = covering({4, 9});
    CHECK(one.classes == std::vector<CoverageClass>{3, 5, 9});
    CHECK(one.has(5));
    CHECK_FALSE(one.has(4));
    Coverage both = one;
    both.add(other);
    CHECK(both == covering({9, 5, 4, 3}));
    both.add(other);
    CHECK(both.size() == 4);
}

TEST_CASE("coverage: a class knows its kind, and fits into a number with a sign") {
    for (const std::uint64_t what : {std::uint64_t{0}, std::uint64_t{7}, UINT64_MAX}) {
        const CoverageClass state = Coverage::class_of(CoverageKind::state, what),
                            order = Coverage::class_of(CoverageKind::order, what);
        CHECK(Coverage::kind_of(state) == CoverageKind::state);
        CHECK(Coverage::kind_of(order) == CoverageKind::order);
        CHECK(state != order);
        CHECK(order <= INT64_MAX);
    }
    CHECK(Coverage::class_of(CoverageKind::state, 1) != Coverage::class_of(CoverageKind::state, 2));
}

TEST_CASE("coverage counts: how many workloads met a class, and which was the first") {
    CoverageCounts counts;
    CHECK(counts.add(covering({1, 2, 3}), 10) == 3);
    CHECK(counts.add(covering({2, 3, 4}), 4) == 1);
    CHECK(counts.add(covering({3}), 20) == 0);
    CHECK(counts.size() == 4);
    CHECK(counts.all().at(3) == ClassCount{3, 4});
    CHECK(counts.all().at(1) == ClassCount{1, 10});
    CHECK(counts.met_by(1) == 2);
    CHECK(counts.met_by(2) == 1);
    CHECK(counts.firsts() == std::vector<std::uint64_t>{4, 4, 4, 10});
}

TEST_CASE("coverage counts: each kind by itself") {
    CoverageCounts counts;
    counts.add(covering({Coverage::class_of(CoverageKind::state, 1),
                         Coverage::class_of(CoverageKind::order, 1),
                         Coverage::class_of(CoverageKind::order, 2)}),
               0);
    CHECK(counts.size(CoverageKind::state) == 1);
    CHECK(counts.size(CoverageKind::order) == 2);
}

TEST_CASE("orders: two contexts on one word, one of them to change it, by their places") {
    const Coverage one = orders_of({{first, 100, word_write}, {second, 200, word_read}});
    CHECK(one.size() == 1);
    CHECK(Coverage::kind_of(one.classes[0]) == CoverageKind::order);
    // The other way round is another; elsewhere is another.
    CHECK(orders_of({{second, 200, word_read}, {first, 100, word_write}}) != one);
    CHECK(orders_of({{first, 104, word_write}, {second, 200, word_read}}) != one);
    // Whoever does it, and whichever the word.
    CHECK(orders_of({{second, 100, word_write}, {first, 200, word_read}}) == one);
}

TEST_CASE("orders: none of one context, of reads alone, of two words") {
    CHECK(orders_of({{first, 100, word_write}, {first, 200, word_read}}).size() == 0);
    CHECK(orders_of({{first, 100, word_read}, {second, 200, word_read}}).size() == 0);
    CHECK(orders_of({{first, 100, word_write}, {second, 200, other_write}}).size() == 0);
}

TEST_CASE("orders: a place is of the one thing that is done there") {
    OrderCoverage orders;
    OrderCoverage::Use last;
    orders.reaches(first, 100);
    orders.does(first, word_write, last);
    orders.does(second, word_read, last);  // no code of the driver
    const Coverage outside = orders.coverage();
    REQUIRE(outside.size() == 1);
    CHECK(outside != orders_of({{first, 100, word_write}, {second, 100, word_read}}));
    // The place of the first is used up: this is of no code of the driver, either.
    orders.does(first, word_write, last);
    CHECK(orders.coverage().size() == 2);
}

TEST_CASE("coverage notes: all that was noted, each once, however often and mixed") {
    CoverageNotes notes;
    Coverage wanted;
    for (int round = 0; round < 3; ++round)
        for (CoverageClass met = 1000; met > 0; --met) {
            notes.note(met * 7919);
            wanted.add(met * 7919);
        }
    notes.note(0);
    wanted.add(0);
    CHECK(notes.coverage() == wanted);
}
