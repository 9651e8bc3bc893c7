// SPDX-License-Identifier: GPL-2.0-only
// The coverage of many workloads: how many of them met each class, and which was the first. What
// an exploration has covered, how that still grows, and what estimate.hpp makes of it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "sim/explore/coverage.hpp"

namespace xsksim {

struct ClassCount {
    std::uint64_t workloads = 0;  // that met it
    std::uint64_t first = 0;      // the least of their numbers
    bool operator==(const ClassCount&) const = default;
};

class CoverageCounts {
public:
    // Returns how many of the classes are new.
    std::size_t add(const Coverage& coverage, std::uint64_t workload);
    void add(CoverageClass met, const ClassCount& count);

    std::size_t size() const { return counts_.size(); }
    std::size_t size(CoverageKind kind) const;
    // Classes that so many workloads met, neither more nor fewer.
    std::size_t met_by(std::uint64_t workloads) const;
    // The workloads that met a class first, one a class, in order.
    std::vector<std::uint64_t> firsts() const;

    // By class; in no order.
    const std::unordered_map<CoverageClass, ClassCount>& all() const { return counts_; }
    void clear() { counts_.clear(); }

private:
    std::unordered_map<CoverageClass, ClassCount> counts_;
};

}  // namespace xsksim
