// SPDX-License-Identifier: GPL-2.0-only
// What an exploration has covered, how that grew, and what more of the same would show; as a
// person reads it, and as its figures.
#pragma once

#include <cstdint>
#include <string>

#include "sim/explore/exploration.hpp"

namespace xsksim::cli {

struct CoverageFigures {
    std::uint64_t classes = 0, states = 0, orders = 0;
    std::uint64_t met_once = 0, met_twice = 0;  // by workloads
    // Workloads that had met half of the classes, nine tenths, all: their numbers, counted from 1.
    std::uint64_t half_after = 0, most_after = 0, all_after = 0;
    // Estimates (estimate.hpp).
    double new_in_next = 0, classes_at_least = 0;
    double failing_below = 1;  // the probability that a workload fails; where none did
};

CoverageFigures coverage_figures(const ExplorationState& state);
// "0.31 %", "12 %"
std::string percent_text(double probability);
std::string explore_coverage_text(const ExplorationState& state);

}  // namespace xsksim::cli
