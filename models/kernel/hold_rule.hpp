// SPDX-License-Identifier: GPL-2.0-only
// One hold: which context stops where, and what lets it go. An item of a scenario's
// `schedule.holds`; what it does is in models/kernel/holds.hpp.
#pragma once

#include <cstdint>
#include <optional>

#include "models/kernel/level.hpp"
#include "models/numbers.hpp"
#include "models/place.hpp"
#include "sim/core/time.hpp"

namespace xsksim {

struct HoldRule {
    Place at = {};
    std::uint64_t hit = 1;    // the so-manieth pass of `at` that the filters let through
    std::uint64_t times = 1;  // it and so many passes after it
    std::optional<CpuId> cpu = {};
    std::optional<Level> level = {};
    // Passes count once the hold of this number, from 1, has begun; absent: all.
    std::optional<std::uint64_t> after = {};
    Place until = {};  // not set: for at_most
    std::uint64_t until_hit = 1;
    Duration at_most = Duration::milliseconds(1);
    bool only_context = false;  // its vCPU still takes interrupts
    bool operator==(const HoldRule&) const = default;
};

}  // namespace xsksim
