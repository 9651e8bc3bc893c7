// SPDX-License-Identifier: GPL-2.0-only
// One tie that goes the other way: of several contexts that are due at one time, the one that would
// go first goes last. An item of a scenario's `schedule.ties`; what it does is in
// sim/run/tie_order.hpp.
#pragma once

#include <cstdint>
#include <string>

namespace xsksim {

struct TieRule {
    std::string last;       // a context's name, as the trace has it: "device/tx0"
    std::uint64_t hit = 1;  // the so-manieth tie in which it would go first
    bool optional = false;  // may never take effect
    bool operator==(const TieRule&) const = default;
};

}  // namespace xsksim
