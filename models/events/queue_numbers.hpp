// SPDX-License-Identifier: GPL-2.0-only
// Which virtqueue is whose (virtio 1.x §5.1.2, without a control queue): receiveq of pair p is 2p,
// transmitq is 2p + 1; a queue's vector has its number.
#pragma once

#include <cstdint>

namespace xsksim {

constexpr bool is_tx_queue(std::uint64_t queue) { return (queue & 1) != 0; }
constexpr std::uint64_t pair_of_queue(std::uint64_t queue) { return queue / 2; }

}  // namespace xsksim
