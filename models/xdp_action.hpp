// SPDX-License-Identifier: GPL-2.0-only
// What an XDP program says of each frame (uapi linux/bpf.h: enum xdp_action).
#pragma once

#include <cstdint>

namespace xsksim {

enum class XdpAction : std::uint32_t { aborted = 0, drop = 1, pass = 2, tx = 3, redirect = 4 };

}  // namespace xsksim
