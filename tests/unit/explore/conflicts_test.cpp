// SPDX-License-Identifier: GPL-2.0-only
#include "sim/explore/conflicts.hpp"

#include <catch2/catch.hpp>

using namespace xsksim;

namespace {

constexpr ContextId driver_context = 1, other_context = 2;
constexpr std::uint64_t address = 64;
const Operation reads = Operation::access(marked_read, address, 8);
const Operation writes_it = Operation::access(marked_write, address, 8);

using Open = std::vector<Conflicts::Use>;

}  // namespace

TEST_CASE("conflicts: a reversal is as long as the other context took to come") {
    Conflicts conflicts;
    Open open;
    conflicts.reaches(driver_context, 7, 0x100, Instant{1000});
    conflicts.does(driver_context, writes_it, Instant{1010}, open);
    conflicts.does(other_context, reads, Instant{1500}, open);
    REQUIRE(conflicts.reversals().size() == 1);
    REQUIRE(conflicts.reversals()[0].size() == 1);
    CHECK(conflicts.reversals()[0][0].point == 7);
    CHECK(conflicts.reversals()[0][0].later == Duration{500});
}

TEST_CASE("conflicts: two reads, two uses of one context and later uses are none") {
    Conflicts conflicts;
    Open open;
    conflicts.reaches(driver_context, 7, 0x100, Instant{1000});
    conflicts.does(driver_context, reads, Instant{1000}, open);
    conflicts.does(other_context, reads, Instant{1100}, open);
    conflicts.does(driver_context, writes_it, Instant{1200}, open);
    CHECK(conflicts.reversals().empty());
    conflicts.does(other_context, reads, Instant{1300}, open);
    conflicts.does(other_context, reads, Instant{1400}, open);
    REQUIRE(conflicts.reversals().size() == 1);
    CHECK(conflicts.reversals()[0].size() == 1);
}

TEST_CASE("conflicts: what comes first outside of the driver cannot be held up") {
    Conflicts conflicts;
    Open open;
    conflicts.does(other_context, writes_it, Instant{900}, open);
    conflicts.reaches(driver_context, 7, 0x100, Instant{1000});
    conflicts.does(driver_context, reads, Instant{1000}, open);
    CHECK(conflicts.reversals().empty());
    conflicts.does(other_context, writes_it, Instant{1200}, open);
    CHECK(conflicts.reversals().size() == 1);
}

TEST_CASE("conflicts: by their two places, each point once an object") {
    Conflicts conflicts;
    Open open, open_of_another;
    for (std::uint64_t round = 0; round < 3; ++round) {
        const Instant at{static_cast<std::int64_t>(1000 * round)};
        conflicts.reaches(driver_context, 2 * round, 0x100, at);
        conflicts.does(driver_context, reads, at, open);
        conflicts.does(driver_context, writes_it, at, open);
        conflicts.reaches(driver_context, 2 * round + 1, 0x200, at + Duration{10});
        conflicts.does(driver_context, writes_it, at + Duration{10}, open_of_another);
        conflicts.does(other_context, reads, at + Duration{100}, open);
        conflicts.does(other_context, reads, at + Duration{200}, open_of_another);
    }
    REQUIRE(conflicts.reversals().size() == 2);
    for (const auto& reversals : conflicts.reversals()) CHECK(reversals.size() == 3);
    CHECK(conflicts.reversals()[0][1].point == 2);
    CHECK(conflicts.reversals()[1][1].point == 3);
    CHECK(conflicts.reversals()[1][1].later == Duration{190});
}

TEST_CASE("conflicts: of what is read for ever the oldest reads are forgotten") {
    Conflicts conflicts;
    Open open;
    for (std::uint64_t point = 0; point < 1'000; ++point) {
        conflicts.reaches(driver_context, point, 0x100, Instant{0});
        conflicts.does(driver_context, reads, Instant{0}, open);
    }
    CHECK(open.size() < 100);
    conflicts.does(other_context, writes_it, Instant{10}, open);
    REQUIRE(conflicts.reversals().size() == 1);
    CHECK(conflicts.reversals()[0].back().point == 999);
}
