// SPDX-License-Identifier: GPL-2.0-only
// What models call each other's parts by.
#pragma once

#include <cstdint>

namespace xsksim {

using CpuId = std::uint32_t;
using Vector = std::uint32_t;      // an MSI-X table entry
using QueueIndex = std::uint32_t;  // a virtqueue; models/queue_map.hpp says which is for what
using PairIndex = std::uint32_t;

inline constexpr QueueIndex no_queue = UINT32_MAX;
inline constexpr Vector no_vector = UINT32_MAX;

// Who keeps something by the number of a rule in events keeps none from this one on: a saved trace
// may hold any number.
inline constexpr std::uint64_t rules_max = 4096;

// MAX_SKB_FRAGS of linux/skbuff.h, 5.11 with pages of 4 KiB.
inline constexpr std::uint32_t max_skb_frags = 17;

}  // namespace xsksim
