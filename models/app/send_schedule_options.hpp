// SPDX-License-Identifier: GPL-2.0-only
// When a sender sends: at once (saturation), at a rate, or in bursts with pauses.
#pragma once

#include <cstdint>
#include <optional>

#include "sim/core/time.hpp"

namespace xsksim {

struct SendScheduleOptions {
    Instant start = {};
    std::optional<std::uint64_t> rate_pps = {};  // at least 1; absent: saturate
    // So many frames at once, then a pause. At least 1; absent: steady.
    std::optional<std::uint64_t> burst = {};
    Duration burst_pause = {};
    bool operator==(const SendScheduleOptions&) const = default;
};

}  // namespace xsksim
