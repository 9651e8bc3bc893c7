// SPDX-License-Identifier: GPL-2.0-only
// What events say of one queue pair: a picture of everything that can move its TX queue.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>

#include "models/fault_kinds.hpp"
#include "models/observe/interrupt_state.hpp"
#include "models/observe/napi_state.hpp"
#include "models/observe/socket_state.hpp"
#include "models/observe/tx_queue_state.hpp"

namespace xsksim {

// Datagrams of kernel senders. What moves them is only the wire: a sender that does not block may
// go on submitting to a queue that is dead.
struct DatagramState {
    std::int64_t submitted = 0, dropped = 0, sent = 0;
    Switch blocked;
    Switch queue_stopped;
    std::uint64_t polls_while_stopped = 0;  // of TX NAPI
    std::uint64_t most_free = 0;            // descriptors that one of these polls left free
    Mark last_submit;
    Instant progress;

    std::int64_t on_the_way() const { return submitted - dropped - sent; }
    bool work_waits() const { return blocked.on || on_the_way() > 0; }
};

// Frames that an XDP program sends back out, on the queue that the driver put them on.
struct XdpState {
    std::int64_t added = 0, sent = 0;
    Instant progress;

    bool work_waits() const { return added > sent; }
};

// How many packets have passed each place in the whole run, whatever was unbound or reset since.
struct PassedPackets {
    std::uint64_t submitted = 0, peeked = 0, taken_by_device = 0, taken_back = 0, reclaimed = 0;
    std::uint64_t datagrams = 0;  // submitted by kernel senders
};

struct PairState {
    PassedPackets passed;
    SocketState socket;
    DatagramState datagrams;
    XdpState xdp;
    TxQueueState queue;
    InterruptState interrupt;
    NapiState tx_napi, rx_napi;
    std::uint32_t steps = 0;  // of the scenario that are on their way

    // Of the kinds that wait, the time since when the slowest has not moved; never() if none waits.
    Instant waits_since() const {
        Instant since = Instant::never();
        if (socket.work_waits()) since = std::min(since, socket.progress);
        if (const SocketShare* share = socket.slowest_share())
            since = std::min(since, share->progress);
        if (datagrams.work_waits()) since = std::min(since, datagrams.progress);
        if (xdp.work_waits()) since = std::min(since, xdp.progress);
        return since;
    }

    // Fault rules that took effect on the pair's TX side, the last of each kind.
    struct Fault {
        std::uint64_t rule = 0;
        Mark mark;
    };
    std::map<FaultWhat, Fault> faults;
};

}  // namespace xsksim
