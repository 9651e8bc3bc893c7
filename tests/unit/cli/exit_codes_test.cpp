// SPDX-License-Identifier: GPL-2.0-only
#include "sim/cli/exit_codes.hpp"

#include <catch2/catch.hpp>

#include "sim/core/check.hpp"
#include "sim/scenario/parse.hpp"

using namespace xsksim;
using namespace xsksim::cli;

TEST_CASE("exit codes: what is worse outweighs, whichever comes first") {
    const int by_weight[] = {exit_ok, exit_inconclusive, exit_unexpected, exit_bad_input,
                             exit_simulator_fault};
    for (std::size_t i = 0; i < std::size(by_weight); ++i)
        for (std::size_t j = 0; j <= i; ++j) {
            CHECK(worse(by_weight[i], by_weight[j]) == by_weight[i]);
            CHECK(worse(by_weight[j], by_weight[i]) == by_weight[i]);
        }
}

TEST_CASE("exit codes: a command's own, or that of what it throws") {
    CHECK(exit_of([] { return exit_inconclusive; }) == 3);
    CHECK(exit_of([]() -> int { throw BadInput({}); }) == 2);
    CHECK(exit_of([]() -> int { throw SimulatorFault("broken"); }) == 4);
    CHECK(exit_of([]() -> int { throw std::runtime_error("disk full"); }) == 2);
}
