// SPDX-License-Identifier: GPL-2.0-only
// The kernel's side of an AF_XDP socket and of a buffer pool: what user space cannot see.
//
// Stands for: struct xdp_sock and struct xsk_buff_pool with its completion queue (include/net,
// net/xdp, Linux 5.11). Owner: XskCore, which alone uses them. They live until the world ends, so
// that a driver which keeps a pool too long is a finding.
#pragma once

#include <cstdint>

#include "models/kernel/xsk_umem.hpp"
#include "models/ports.hpp"

namespace xsksim {

using PoolId = std::uint32_t;  // from 1; 0 is no pool

struct XskPool;

struct XskSocketState {
    // detached: the interface is gone, the UMEM still the socket's (XSK_UNBOUND before the close).
    enum class State : std::uint8_t { ready, bound, closing, detached, unbound };

    XskSocket socket;
    State state = State::ready;
    XskPool* pool = nullptr;
    XskSocketState* next_in_pool = nullptr;  // stays readable after unlinking, as RCU lists do
    // The consumer's copies of the TX ring's indices.
    std::uint32_t cached_producer = 0;
    std::uint32_t cached_consumer = 0;
    std::uint64_t invalid_descriptors = 0;
    std::uint32_t callers = 0;      // system calls on the socket now, close() excepted
    ContextId closer = no_context;  // waits for them
    ContextId poller = no_context;  // task in poll(), on the socket's wait queue
    bool poll_triggered = false;
    bool poll_interrupted = false;  // by a signal
};

struct XskPool {
    PoolId id = 0;
    PairIndex pair = 0;
    XskUmem umem;
    XskSocketState* sockets = nullptr;           // the newest first
    XskSocketState* completion_owner = nullptr;  // whose completion ring the pool uses
    std::uint32_t users = 0;
    bool alive = true;
    bool uses_need_wakeup = false;
    std::uint32_t cached_need_wakeup = 0;
    // The producer's copies of the completion ring's indices.
    std::uint32_t cached_producer = 0;
    std::uint32_t cached_consumer = 0;

    XskCompletionRing& completion() const { return completion_owner->socket.completion; }
    std::uint32_t reserved() const { return cached_producer - completion().producer; }
};

}  // namespace xsksim
