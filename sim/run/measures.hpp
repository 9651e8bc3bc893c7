// SPDX-License-Identifier: GPL-2.0-only
// What is measured of a run beside its events, which cannot tell it; the last row of a saved trace.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "sim/core/engine.hpp"

namespace xsksim {

struct Measures {
    std::uint64_t events = 0, accesses = 0;
    EngineCounters engine{};
    // Guest CPU time; contexts that used none are left out.
    std::vector<std::pair<std::string, Duration>> cpu_by_context{};
};

}  // namespace xsksim
