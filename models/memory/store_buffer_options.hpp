// SPDX-License-Identifier: GPL-2.0-only
// Store buffers under memory order TSO: of a scenario's `schedule`.
#pragma once

#include "sim/core/time.hpp"

namespace xsksim {

// How long a store may stay invisible to others. Assumed: from nothing to five misses in a row that
// another core must answer, 100 ns each.
struct StoreBufferOptions {
    Duration delay_min{0};
    Duration delay_max{500};
    bool operator==(const StoreBufferOptions&) const = default;
};

}  // namespace xsksim
