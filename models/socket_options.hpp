// SPDX-License-Identifier: GPL-2.0-only
// What a program says of a socket before it uses it: setsockopt() and open flags.
#pragma once

#include <cstdint>

#include "models/numbers.hpp"

namespace xsksim {

struct XskSocketOptions {
    PairIndex pair = 0;
    std::uint32_t tx_ring_size = 2048;
    std::uint32_t completion_ring_size = 2048;
    std::uint32_t frames = 4096;
    std::uint32_t chunk_bytes = 2048;
    bool unaligned = false;
    bool use_need_wakeup = true;
    // No UMEM and no completion ring of its own: bind_shared() lends it another socket's.
    bool borrows_umem = false;
    bool operator==(const XskSocketOptions&) const = default;
};

// A full send buffer puts the sender to sleep, or is -EAGAIN.
struct DatagramSocketOptions {
    std::uint32_t send_buffer = 64;  // datagrams in flight at most: SO_SNDBUF
    bool nonblocking = false;        // O_NONBLOCK, MSG_DONTWAIT
    bool operator==(const DatagramSocketOptions&) const = default;
};

}  // namespace xsksim
