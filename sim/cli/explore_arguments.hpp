// SPDX-License-Identifier: GPL-2.0-only
// The command line of `xsksim explore`, and what it comes to.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/cli/batch_options.hpp"
#include "sim/explore/exploration.hpp"

namespace xsksim::cli {

struct ExploreArguments {
    std::vector<std::string> scenarios, sets;
    std::string driver, reference, mutant, faults = "none", strategy = "portfolio",
                                           driver_directory, budget = "30s", out = "found";
    std::vector<std::string> excepted;
    std::string store, shard, deadline;
    std::vector<std::string> adopted;  // instead of exploring
    std::string adopt_as, adopt_into;
    std::uint32_t seed = 1, workload_seconds = 120;
    unsigned jobs = default_jobs();
    bool first = false, quiet = false, writes_none = false, resume = false, json = false;
};

// All throw BadInput for what they cannot read.
ExploreBudget budget_of(const ExploreArguments& a);
Exploration::Options options_of(const ExploreArguments& a);
// One a scenario. Builds the mutant, if one is to be explored.
std::vector<Explored> explored_of(const ExploreArguments& a);

// The command that goes on with its store.
std::string explore_again(const ExploreArguments& a);
// The exploration of one scenario, for whoever finds what it wrote.
std::string explore_text(const ExploreArguments& a, const std::string& file);

}  // namespace xsksim::cli
