// SPDX-License-Identifier: GPL-2.0-only
// What runs: the scenario that is explored with the values that one workload draws.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/scenario/parse.hpp"

namespace xsksim {

// The values of workload `number`, in the order of the draws. The draws have been checked.
std::vector<Override> draw_workload(const ExploreOptions& explore, std::uint64_t seed,
                                    std::uint64_t number);

// Throws BadInput, at the draw, for a value that the key does not take. (Values that only go wrong
// together are met when they are drawn.)
void check_draws(const ExploreOptions& explore, const ScenarioFile& file,
                 const std::vector<Override>& set);

}  // namespace xsksim
