// SPDX-License-Identifier: GPL-2.0-only
// What models call each other's parts by.
#pragma once

#include <cstdint>

namespace xsksim {

using CpuId = std::uint32_t;
using Vector = std::uint32_t;      // an MSI-X table entry; entry 2p is RX, 2p+1 TX of pair p
using QueueIndex = std::uint32_t;  // a virtqueue; same numbering as vectors
using PairIndex = std::uint32_t;

constexpr QueueIndex rx_queue(PairIndex pair) { return 2 * pair; }
constexpr QueueIndex tx_queue(PairIndex pair) { return 2 * pair + 1; }

}  // namespace xsksim
