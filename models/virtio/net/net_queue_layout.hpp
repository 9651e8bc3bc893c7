// SPDX-License-Identifier: GPL-2.0-only
// The queues of a net device (virtio 1.x §5.1.2): receiveq of pair p is 2p, transmitq is 2p + 1,
// and behind them comes the control queue, where there is one. Vectors as vp_find_vqs_msix() gives
// them with one a queue (5.11), but for the configuration vector, which the model's device has no
// use for: a queue's vector has its number.
#pragma once

#include "models/queue_map.hpp"

namespace xsksim {

inline QueueMap net_queue_layout(std::uint32_t pairs, bool control_queue = false) {
    QueueMap map;
    for (PairIndex pair = 0; pair < pairs; ++pair) {
        map.set(2 * pair, {QueueRole::receive, pair, 2 * pair});
        map.set(2 * pair + 1, {QueueRole::transmit, pair, 2 * pair + 1});
    }
    if (control_queue) map.set(2 * pairs, {QueueRole::control, 0, 2 * pairs});
    return map;
}

}  // namespace xsksim
