// SPDX-License-Identifier: GPL-2.0-only
// The feature bits that devices here offer (virtio 1.x §5.1.3, §6).
#pragma once

#include <cstdint>

namespace xsksim {

namespace feature {

constexpr std::uint64_t bit(unsigned number) { return std::uint64_t{1} << number; }
inline constexpr std::uint64_t net_mergeable_rx_buffers = bit(15);
inline constexpr std::uint64_t net_control_queue = bit(17);
inline constexpr std::uint64_t net_multiple_pairs = bit(22);
inline constexpr std::uint64_t net_queue_coalescing = bit(52);
inline constexpr std::uint64_t net_coalescing = bit(53);
inline constexpr std::uint64_t ring_indirect_descriptors = bit(28);
inline constexpr std::uint64_t ring_event_idx = bit(29);
inline constexpr std::uint64_t version_1 = bit(32);
inline constexpr std::uint64_t access_platform =
    bit(33);  // the driver asks the DMA API for addresses
inline constexpr std::uint64_t ring_packed = bit(34);
inline constexpr std::uint64_t in_order = bit(35);    // buffers are used as they came
inline constexpr std::uint64_t ring_reset = bit(40);  // one queue can be reset

}  // namespace feature

}  // namespace xsksim
