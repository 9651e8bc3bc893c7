// SPDX-License-Identifier: GPL-2.0-only
// One scenario of an exploration: explored, with what a store has of it, and what was found made
// scenarios.
#pragma once

#include "sim/cli/explore_arguments.hpp"
#include "sim/cli/explore_report.hpp"
#include "sim/cli/progress_line.hpp"
#include "sim/explore/explore_store.hpp"

namespace xsksim::cli {

// `number`: of the scenario in the store; nullptr: nothing is kept. Throws StoreProblem where the
// store cannot be written.
ExploreOutcome explore_one(const ExploreArguments& a, const Explored& explored,
                           std::uint64_t number, const Exploration::Options& options,
                           ExploreStore* store);

}  // namespace xsksim::cli
