// SPDX-License-Identifier: GPL-2.0-only
// What arrives from the wire on one pair: one item of a scenario's `rx`.
#pragma once

#include <cstdint>
#include <optional>

#include "models/numbers.hpp"
#include "sim/core/time.hpp"

namespace xsksim {

struct RxTrafficOptions {
    PairIndex pair = 0;
    Instant start{0};
    std::uint64_t rate_pps = 1000;
    std::uint32_t bytes = 64;           // of each frame
    std::optional<Instant> until = {};  // no frame at or after it; absent: until the run's end
    bool operator==(const RxTrafficOptions&) const = default;
};

}  // namespace xsksim
