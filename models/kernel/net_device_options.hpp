// SPDX-License-Identifier: GPL-2.0-only
// What the interface is set to: of a scenario's `guest`.
#pragma once

#include <cstdint>

#include "models/socket_options.hpp"

namespace xsksim {

struct NetDeviceOptions {
    std::uint32_t tx_queue_len = 1000;      // datagrams that a queueing discipline holds
    std::uint32_t xmit_quota = 64;          // net.core.dev_weight
    DatagramSocketOptions new_socket = {};  // of senders that do not say: net.core.wmem_default
    bool operator==(const NetDeviceOptions&) const = default;
};

}  // namespace xsksim
