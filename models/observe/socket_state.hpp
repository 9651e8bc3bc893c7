// SPDX-License-Identifier: GPL-2.0-only
// What events say of the AF_XDP sockets of a queue.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "models/events/fields.hpp"
#include "models/observe/mark.hpp"

namespace xsksim {

// One of several sockets on a queue: descriptors that the kernel has not taken from its TX ring.
struct SocketShare {
    ContextId sender = no_context;
    std::uint64_t first_frame = UINT64_MAX, last_frame = 0;  // of the UMEM, as far as it was seen
    std::int64_t submitted = 0, taken = 0;
    bool done = false;
    Instant progress;

    bool waits() const { return !done && submitted > taken; }
    bool has(FrameAddress frame) const {
        return frame.value >= first_frame && frame.value <= last_frame;
    }
};

// Entries of the completion ring: an unbind takes back what is reserved; what is published can
// still be read.
struct CompletionEntries {
    std::uint64_t size = 0;       // 0 until bound
    std::uint64_t reserved = 0;   // peeked, not completed
    std::uint64_t published = 0;  // completed, not read
    // Before the event that completes or reads.
    std::uint64_t reserved_before = 0, published_before = 0;

    void complete(std::uint64_t count) {
        reserved_before = reserved;
        const std::uint64_t there = std::min(count, reserved);
        reserved -= there;
        published += there;
    }
    void read() {
        published_before = published;
        if (published != 0) --published;
    }
};

// The AF_XDP sockets of the queue: applications and core.
struct SocketState {
    bool known = false;  // there is a UMEM for this queue
    bool bound = false;
    std::int64_t submitted = 0, reclaimed = 0, invalid = 0, peeked = 0, completed = 0;
    CompletionEntries completion;
    Switch need_wakeup, wakeup_bit;
    std::string wakeup_bit_name;
    Word state_word;  // that its state bits are in
    bool waits = false;
    bool wait_saw_need_wakeup = false;
    Mark wait, sendmsg, turned_away;
    Mark poll;                    // it sleeps in poll(), if it waits there
    Mark completions_found_full;  // if the driver's last look for a descriptor found none for that
    std::vector<SocketShare> shares;   // in the order of their first submissions
    Instant still_until, drains_from;  // by faults of the application
    // What calls came to: how often the last error came in a row, and when.
    struct Failure {
        std::uint64_t error = 0, times = 0;
        Mark last;
    };
    Failure sendmsg_failed, bind_failed;  // empty since one that succeeded
    Mark unbound;
    // Calls of the driver that have begun since the sockets' last progress.
    std::uint64_t wakeups_in_vain = 0, polls_in_vain = 0;
    std::uint64_t sendmsgs_in_vain = 0;  // likewise, of the application
    Mark last_call_in_vain;
    Instant progress;

    bool done() const { return !shares.empty() && std::ranges::all_of(shares, &SocketShare::done); }
    SocketShare& share_of(ContextId sender) {
        for (SocketShare& share : shares)
            if (share.sender == sender) return share;
        shares.emplace_back().sender = sender;
        return shares.back();
    }
    void on_submit(ContextId sender, FrameAddress frame, Instant at) {
        SocketShare& share = share_of(sender);
        if (!share.waits()) share.progress = at;
        ++share.submitted;
        share.first_frame = std::min(share.first_frame, frame.value);
        share.last_frame = std::max(share.last_frame, frame.value);
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
    std::int64_t reserved() const { return static_cast<std::int64_t>(completion.reserved); }
    // A frame of an invalid descriptor never comes back (5.11 completes none).
    bool work_waits() const { return !done() && (with_kernel() > 0 || invalid > 0); }
};

}  // namespace xsksim
