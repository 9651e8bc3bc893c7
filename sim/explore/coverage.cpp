// SPDX-License-Identifier: GPL-2.0-only
#include "sim/explore/coverage.hpp"

#include <algorithm>
#include <iterator>

namespace xsksim {
namespace {

// SQLite has signed numbers: the highest bit stays free, the next says the kind.
constexpr CoverageClass kind_bit = CoverageClass{1} << 62;

// Finalizer of SplitMix64: every bit of the number reaches every bit of the result.
std::uint64_t mixed(std::uint64_t number) {
    number = (number ^ (number >> 30)) * 0xbf58476d1ce4e5b9;
    number = (number ^ (number >> 27)) * 0x94d049bb133111eb;
    return number ^ (number >> 31);
}

}  // namespace

void Coverage::add(CoverageClass met) {
    const auto place = std::ranges::lower_bound(classes, met);
    if (place == classes.end() || *place != met) classes.insert(place, met);
}

void Coverage::add(const Coverage& other) {
    std::vector<CoverageClass> both;
    both.reserve(classes.size() + other.classes.size());
    std::ranges::set_union(classes, other.classes, std::back_inserter(both));
    classes = std::move(both);
}

bool Coverage::has(CoverageClass met) const { return std::ranges::binary_search(classes, met); }

CoverageClass Coverage::class_of(CoverageKind kind, std::uint64_t what) {
    return (mixed(what) & (kind_bit - 1)) | (kind == CoverageKind::order ? kind_bit : 0);
}

CoverageKind Coverage::kind_of(CoverageClass met) {
    return (met & kind_bit) != 0 ? CoverageKind::order : CoverageKind::state;
}

}  // namespace xsksim
