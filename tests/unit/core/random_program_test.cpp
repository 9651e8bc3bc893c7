// SPDX-License-Identifier: GPL-2.0-only
// Run-ahead and inline steps are exact: random programs happen in the order in which a naive
// scheduler without either would carry them out, with inline and with strict steps.
#include <catch2/catch.hpp>

#include <algorithm>
#include <map>

#include "tests/unit/core/random_program.hpp"

using namespace xsksim;
using namespace xsksim::test;

namespace {

constexpr std::uint64_t programs = 1500;

// One program's text on a mismatch, not a thousand assertions.
void require_equal(std::uint64_t seed, const Outcome& got, const Outcome& wanted) {
    for (std::size_t i = 0; i < std::max(got.log.size(), wanted.log.size()); ++i) {
        const bool same =
            i < got.log.size() && i < wanted.log.size() && got.log[i] == wanted.log[i];
        if (!same) FAIL("seed " << seed << ": differs at happening " << i);
    }
    if (got.reason != wanted.reason || got.end_ns != wanted.end_ns)
        FAIL("seed " << seed << ": ends differently");
}

}  // namespace

TEST_CASE(
    "random programs: each engine with inline and with strict steps agrees with the reference") {
    std::size_t happenings = 0;
    std::map<EndReason, int> reasons;
    for (std::uint64_t seed = 1; seed <= programs; ++seed) {
        const Program program = make_random_program(seed);
        const Outcome wanted = run_on_reference(program);
        for (const EngineMaker& maker : {on_simgrid, on_native}) {
            require_equal(seed, run_on_engine(program, maker, false), wanted);
            require_equal(seed, run_on_engine(program, maker, true), wanted);
            require_equal(seed, run_on_engine(program, maker, seed % 2 == 0, Watcher::of_points),
                          wanted);
            require_equal(seed, run_on_engine(program, maker, seed % 2 == 0, Watcher::of_ties),
                          wanted);
        }
        happenings += wanted.log.size();
        ++reasons[wanted.reason];
    }
    // The programs are worth something: they go on for a while and end in every way there is.
    CHECK(happenings / programs > 100);
    CHECK(reasons[EndReason::idle] > 100);
    CHECK(reasons[EndReason::time_bound] > 20);
    CHECK(reasons[EndReason::stopped] > 20);
}
