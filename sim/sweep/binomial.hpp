// SPDX-License-Identifier: GPL-2.0-only
// What a count of good runs says about the share of good runs: the exact interval of Clopper and
// Pearson (1934).
#pragma once

#include <cstdint>

namespace xsksim {

struct ShareInterval {
    double low = 0, high = 1;
};

// Two-sided, each side with half of 1 - confidence, except that a count of none or all leaves its
// whole to the other side.
ShareInterval share_interval(std::uint64_t good, std::uint64_t of, double confidence);

}  // namespace xsksim
