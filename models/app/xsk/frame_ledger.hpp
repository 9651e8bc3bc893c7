// SPDX-License-Identifier: GPL-2.0-only
// Whose each of a sender's frames is: free, in flight, back; and, where faults need it, what was
// handed over and how long it was.
//
// Stands for the application's own book-keeping. A completion of a frame that was not handed over
// is counted and changes nothing. Owner: XskSender; the one who reads the completion ring enters
// what comes back. Plain values: no scheduling points, no cost.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <span>

#include "models/app/frame_pool.hpp"
#include "models/app/xsk/sender_guest.hpp"
#include "models/app/xsk_sender_options.hpp"

namespace xsksim {

// A frame as its descriptor was filled.
struct FilledFrame {
    std::uint64_t offset = 0;
    std::uint64_t digest = 0;
    std::uint32_t len = 0;      // as the descriptor says
    std::uint32_t written = 0;  // bytes of it that the sender fills
    bool returns = true;        // its frame will come back
};

class FrameLedger {
public:
    FrameLedger(const XskSenderGuest& guest, const XskSenderOptions& options,
                XskSenderCounters& counters);

    FramePool& pool() { return pool_; }
    const FramePool& pool() const { return pool_; }
    std::uint64_t in_flight() const { return in_flight_; }
    // Back or in flight: what counts for SenderRole::frames.
    std::uint64_t promised() const { return counters_.reclaimed + in_flight_; }

    // Every frame is free again, also what is in flight.
    void start_over();
    void hand_over(std::span<const FilledFrame> frames);
    // False if it was not handed over.
    bool take_back(std::uint64_t frame);
    // Its length is other than XskSenderOptions::frame_bytes; until it is forgotten.
    void note_odd_length(const FilledFrame& frame) { odd_lengths_[frame.offset] = frame.len; }
    std::uint32_t length_at(std::uint64_t offset) const;
    // After take_back(): nothing of the frame is kept any longer.
    void forget(std::uint64_t offset) {
        if (!odd_lengths_.empty() || !kept_.empty()) [[unlikely]]
            forget_kept(offset);
    }
    // Of those handed over and not back; nullptr if there is none, or nobody can ask.
    const FilledFrame* oldest() const { return kept_.empty() ? nullptr : &kept_.front(); }

private:
    void forget_kept(std::uint64_t offset);

    XskSenderCounters& counters_;
    std::uint32_t frame_bytes_;
    FramePool pool_;
    std::uint64_t in_flight_ = 0;
    bool keeps_handed_over_;
    std::deque<FilledFrame> kept_;                        // oldest first
    std::map<std::uint64_t, std::uint32_t> odd_lengths_;  // by offset
};

}  // namespace xsksim
