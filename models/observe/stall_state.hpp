// SPDX-License-Identifier: GPL-2.0-only
// What the stall observer knows of one queue pair: a picture of everything that can move its TX
// queue, put together from events alone. stall_observer.cpp keeps it, stall_explanation.cpp reads
// it.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "models/events.hpp"
#include "models/fault_kinds.hpp"
#include "models/observe/umem_map.hpp"
#include "sim/core/table.hpp"

namespace xsksim {

// What a context is in the middle of.
enum class Doing : std::uint8_t { nothing, wakeup, tx_napi, rx_napi, interrupt, timer };

// An event worth naming later: which, when, in what context and what it was doing.
struct Mark {
    std::uint64_t event = 0;
    Instant at;
    ContextId context = no_context;
    Doing doing = Doing::nothing;

    bool seen() const { return event != 0; }
    bool after(const Mark& other) const { return event > other.event; }
};

// A condition and the event that made it so.
struct Switch {
    bool on = false;
    Mark since;

    void set(bool value, const Mark& mark) {
        if (on == value && since.seen()) return;
        on = value;
        since = mark;
    }
};

// The TX virtqueue, both sides. Counts are of buffers, since its set-up.
struct TxQueueState {
    std::uint64_t size = 0;
    bool event_idx = true;
    std::uint64_t added = 0, taken = 0, published = 0, got = 0;
    std::uint64_t num_free = 0;
    Mark last_publish, last_get;

    std::uint16_t used_event = 0;
    Mark used_event_written;
    Mark enabled;  // callbacks, by enable_cb or enable_cb_delayed
    std::uint16_t used_index = 0;
    Switch callbacks{true, {}};  // as the driver last asked for them
    bool signal_wanted = false;
    std::uint64_t signal_event = 0;
    Mark signal;

    bool kick_needed = false;
    std::uint64_t kick_event = 0;
    Mark kick_prepare, notify, doorbell;
    Switch asleep{true, {}};
    Mark woke;
    Mark bad, broken;
    std::uint64_t bad_text = 0, broken_text = 0;
    std::uint64_t last_add = 0;  // event
    Mark add_failed;
    std::uint64_t add_error = 0;

    std::uint64_t in_queue() const { return added - got; }
    // A device that lies about its used index can be ahead of what there is.
    std::uint64_t at_device() const { return added - std::min(published, added); }
    std::uint64_t not_taken() const { return added - std::min(taken, added); }
    std::uint64_t not_reaped() const { return std::min(published, added) - got; }
};

// The fate of the interrupt raised last on the TX vector.
enum class InterruptFate : std::uint8_t {
    never_raised,
    raised,
    lost,
    delayed,
    merged,
    masked,
    delivered,
    found_nothing,
    handled
};
struct InterruptState {
    InterruptFate fate = InterruptFate::never_raised;
    std::uint64_t number = 0;
    std::uint64_t rule = 0;
    Duration delay;
    Mark raised, decided;
    std::uint64_t lost_total = 0;
};

struct NapiState {
    std::uint64_t id = 0;  // 0: not registered
    bool enabled = false;
    Mark disabled;
    Switch scheduled;
    bool running = false;
    Mark poll, polled, completed, refused;  // refused: a schedule attempt while disabled
    std::uint64_t work = 0, budget = 0;
    std::uint64_t added_before = 0, got_before = 0;  // the TX queue's counts when the poll began
    std::uint64_t added = 0, took = 0;               // by the last poll
    Mark reaped;                                     // the last poll that took something
    std::uint64_t reaped_count = 0;
};

struct TimerState {
    std::uint64_t id = 0;
    bool known = false, queued = false;
    Instant expires;
    Mark started, cancelled, fired;
    std::optional<NapiSchedule> outcome;  // of the schedule attempt of the last firing
};

// One of several sockets on a queue: descriptors that the kernel has not taken from its TX ring.
struct SocketShare {
    ContextId sender = no_context;
    std::uint64_t first_frame = UINT64_MAX, last_frame = 0;  // of the UMEM, as far as it was seen
    std::int64_t submitted = 0, taken = 0;
    bool done = false;
    Instant progress;

    bool waits() const { return !done && submitted > taken; }
    bool has(std::uint64_t frame) const { return frame >= first_frame && frame <= last_frame; }
};

// The AF_XDP sockets of the queue: applications and core.
struct SocketState {
    bool known = false;  // there is a UMEM for this queue
    bool bound = false;
    std::int64_t submitted = 0, reclaimed = 0, invalid = 0, peeked = 0, completed = 0;
    std::int64_t completion_ring = 0;
    Switch need_wakeup, wakeup_bit;
    std::string wakeup_bit_name;
    std::uint64_t wakeup_bit_word = 0;
    bool waits = false;
    bool wait_saw_need_wakeup = false;
    Mark wait, sendmsg, gate, wakeup, turned_away, completion_ring_full;
    std::vector<SocketShare> shares;   // in the order of their first submissions
    Instant still_until, drains_from;  // by faults of the application
    Instant progress;

    bool done() const { return !shares.empty() && std::ranges::all_of(shares, &SocketShare::done); }
    SocketShare& share_of(ContextId sender) {
        for (SocketShare& share : shares)
            if (share.sender == sender) return share;
        shares.emplace_back().sender = sender;
        return shares.back();
    }
    void on_submit(ContextId sender, std::uint64_t frame, Instant at) {
        SocketShare& share = share_of(sender);
        if (!share.waits()) share.progress = at;
        ++share.submitted;
        share.first_frame = std::min(share.first_frame, frame);
        share.last_frame = std::max(share.last_frame, frame);
    }
    // The one whose TX ring waits longest; nullptr: there are no several, or none waits.
    const SocketShare* slowest_share() const {
        const SocketShare* slowest = nullptr;
        if (shares.size() < 2) return slowest;
        for (const SocketShare& share : shares)
            if (share.waits() && (slowest == nullptr || share.progress < slowest->progress))
                slowest = &share;
        return slowest;
    }
    std::int64_t with_kernel() const { return submitted - invalid - reclaimed; }
    std::int64_t in_tx_ring() const { return submitted - invalid - peeked; }
    std::int64_t reserved() const { return peeked - completed; }
    // A frame of an invalid descriptor never comes back (5.11 completes none).
    bool work_waits() const { return !done() && (with_kernel() > 0 || invalid > 0); }
};

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

struct PairState {
    SocketState socket;
    DatagramState datagrams;
    XdpState xdp;
    TxQueueState queue;
    InterruptState interrupt;
    NapiState tx_napi, rx_napi;
    TimerState timer;

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

struct ContextActivity {
    struct Frame {
        Doing doing = Doing::nothing;
        std::uint64_t pair = 0;
    };
    static constexpr std::size_t depth_max = 8;
    std::array<Frame, depth_max> frames{};
    std::size_t depth = 0;

    Frame now() const { return depth == 0 ? Frame{} : frames[depth - 1]; }
    void enter(Doing doing, std::uint64_t pair) {
        if (depth < depth_max) frames[depth++] = {doing, pair};
    }
    // Leaves the innermost call of this kind; a timer callback ends with whatever encloses it.
    void leave(Doing doing) {
        for (std::size_t i = depth; i != 0; --i)
            if (frames[i - 1].doing == doing) depth = i - 1;
    }
};

}  // namespace xsksim
