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
        conflicts.reaches(driver_context, point, 0x100 + point, Instant{0});
        conflicts.does(driver_context, reads, Instant{0}, open);
    }
    CHECK(open.size() > 1);
    CHECK(open.size() < 100);
    conflicts.does(other_context, writes_it, Instant{10}, open);
    REQUIRE(!conflicts.reversals().empty());
    CHECK(conflicts.reversals().back().back().point == 999);
}

TEST_CASE("conflicts: of who looks again and again the last look counts") {
    Conflicts conflicts;
    Open open;
    for (std::uint64_t look = 0; look < 5; ++look) {
        const Instant at{static_cast<std::int64_t>(100 * look)};
        conflicts.reaches(driver_context, look, 0x100, at);
        conflicts.does(driver_context, reads, at, open);
    }
    conflicts.does(other_context, writes_it, Instant{450}, open);
    REQUIRE(conflicts.reversals().size() == 1);
    REQUIRE(conflicts.reversals()[0].size() == 1);
    CHECK(conflicts.reversals()[0][0].point == 4);
    CHECK(conflicts.reversals()[0][0].later == Duration{50});
}

TEST_CASE("conflicts: pairs are known by the context that comes first") {
    Conflicts conflicts;
    Open open, open_of_another;
    conflicts.reaches(driver_context, 7, 0x100, Instant{1000});
    conflicts.does(driver_context, writes_it, Instant{1000}, open);
    conflicts.reaches(other_context, 8, 0x200, Instant{1100});
    conflicts.does(other_context, writes_it, Instant{1100}, open);
    conflicts.does(driver_context, reads, Instant{1200}, open);
    conflicts.reaches(driver_context, 9, 0x300, Instant{1300});
    conflicts.does(driver_context, writes_it, Instant{1300}, open_of_another);
    conflicts.does(other_context, reads, Instant{1400}, open_of_another);
    using Pairs = std::vector<std::vector<std::size_t>>;
    CHECK(conflicts.reversals().size() == 3);
    CHECK(conflicts.by_context() == Pairs{{0, 2}, {1}});
}

namespace {

const Operation takes = Operation::call({ObjectKind::spin_lock, Act::acquire}, 3);
const Operation tries = Operation::call({ObjectKind::spin_lock, Act::try_acquire}, 3);
const Operation lets_go = Operation::call({ObjectKind::spin_lock, Act::release}, 3);

// Both write; the driver's context with the lock held, the other as `others` says.
std::size_t reversals_between(std::vector<Operation> others) {
    Conflicts conflicts;
    Open open, open_of_lock;
    conflicts.does(driver_context, takes, Instant{1000}, open_of_lock);
    conflicts.reaches(driver_context, 7, 0x100, Instant{1000});
    conflicts.does(driver_context, writes_it, Instant{1000}, open);
    conflicts.does(driver_context, lets_go, Instant{1100}, open_of_lock);
    for (const Operation operation : others)
        conflicts.does(other_context, operation, Instant{1200},
                       operation == writes_it ? open : open_of_lock);
    return conflicts.reversals().size();
}

}  // namespace

TEST_CASE("conflicts: what one lock keeps apart does not come in the other order") {
    CHECK(reversals_between({writes_it}) == 1);
    CHECK(reversals_between({takes, writes_it}) == 0);
    CHECK(reversals_between({tries, writes_it}) == 0);
    CHECK(reversals_between({takes, lets_go, writes_it}) == 1);
}
