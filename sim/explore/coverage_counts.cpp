// SPDX-License-Identifier: GPL-2.0-only
#include "sim/explore/coverage_counts.hpp"

#include <algorithm>

namespace xsksim {
namespace {

template <class Counts, class Predicate>
std::size_t count_where(const Counts& counts, Predicate predicate) {
    return static_cast<std::size_t>(std::ranges::count_if(counts, predicate));
}

}  // namespace

std::size_t CoverageCounts::add(const Coverage& coverage, std::uint64_t workload) {
    const std::size_t before = counts_.size();
    for (const CoverageClass met : coverage.classes) add(met, {1, workload});
    return counts_.size() - before;
}

void CoverageCounts::add(CoverageClass met, const ClassCount& count) {
    const auto [known, is_new] = counts_.try_emplace(met, count);
    if (is_new) return;
    known->second.workloads += count.workloads;
    known->second.first = std::min(known->second.first, count.first);
}

std::size_t CoverageCounts::size(CoverageKind kind) const {
    return count_where(counts_,
                       [kind](const auto& one) { return Coverage::kind_of(one.first) == kind; });
}

std::size_t CoverageCounts::met_by(std::uint64_t workloads) const {
    return count_where(counts_,
                       [workloads](const auto& one) { return one.second.workloads == workloads; });
}

std::vector<std::uint64_t> CoverageCounts::firsts() const {
    std::vector<std::uint64_t> firsts;
    for (const auto& [met, count] : counts_) firsts.push_back(count.first);
    std::ranges::sort(firsts);
    return firsts;
}

}  // namespace xsksim
