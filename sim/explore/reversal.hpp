// SPDX-License-Identifier: GPL-2.0-only
// How two accesses that conflict come in the other order.
#pragma once

#include <cstdint>

#include "sim/core/time.hpp"

namespace xsksim {

struct Reversal {
    std::uint64_t point = 0;  // of the driver, counted as in a schedule: who passes it comes first
    Duration later;           // so much later comes the other; held up for longer, the first does
};

}  // namespace xsksim
