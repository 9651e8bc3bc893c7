// SPDX-License-Identifier: GPL-2.0-only
// ethtool -C: how late the device may tell of what was sent.
#pragma once

#include <cstdint>

namespace xsksim {

struct TxCoalescing {
    std::uint32_t frames = 0;  // 0: transmit completions are not reaped in NAPI
    std::uint32_t usecs = 0;
    bool operator==(const TxCoalescing&) const = default;
};

}  // namespace xsksim
