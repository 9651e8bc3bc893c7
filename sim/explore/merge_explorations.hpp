// SPDX-License-Identifier: GPL-2.0-only
// Several stores of one exploration, from shards, to one.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace xsksim {

struct ExploreMergeReport {
    struct Part {
        std::string file;
        std::uint64_t workloads = 0;
    };
    std::vector<Part> parts;
    std::uint64_t workloads = 0, executions = 0;
    // Between those that are there: a shard that is lacking, or has not come as far as the others.
    std::uint64_t missing = 0;
};

// Throws StoreProblem, and leaves no file, if they are not of the same exploration and build, or
// two have the same workload: what is covered is kept of all workloads together, so that it would
// count twice.
ExploreMergeReport merge_explorations(const std::vector<std::string>& files,
                                      const std::string& into);

}  // namespace xsksim
