// SPDX-License-Identifier: GPL-2.0-only
// Several stores of one sweep, from shards, to one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace xsksim {

struct MergeReport {
    struct Part {
        std::string file;
        std::uint64_t runs = 0, new_runs = 0;
    };
    std::vector<Part> parts;
    std::uint64_t runs = 0;                // in the merged store
    std::optional<std::uint64_t> missing;  // of a grid; a search does not know
    std::uint64_t cells_missing = 0;       // of a search: without a result
};

// Throws StoreProblem, before anything is written, if they are not of the same sweep and build, or
// hold different rows for the same run.
MergeReport merge_stores(const std::vector<std::string>& files, const std::string& into);

}  // namespace xsksim
