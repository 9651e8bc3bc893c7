// SPDX-License-Identifier: GPL-2.0-only
// What user space pays for a frame, as user time of the sender's task. Assumed: a few cache lines.
#pragma once

#include "sim/core/time.hpp"

namespace xsksim {

struct SenderCosts {
    Duration fill{20};     // writing one descriptor and its frame, or one datagram
    Duration reclaim{10};  // taking back one frame
    bool operator==(const SenderCosts&) const = default;
};

}  // namespace xsksim
