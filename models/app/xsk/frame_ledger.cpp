// SPDX-License-Identifier: GPL-2.0-only
#include "models/app/xsk/frame_ledger.hpp"

#include <algorithm>

namespace xsksim {

FrameLedger::FrameLedger(const XskSenderGuest& guest, const XskSenderOptions& options,
                         XskSenderCounters& counters)
    : counters_(counters),
      frame_bytes_(options.frame_bytes),
      pool_(options.socket.frames),
      keeps_handed_over_(guest.has_rule(FaultSite::application)) {}

void FrameLedger::start_over() {
    pool_.reset();
    counters_.abandoned += in_flight_;
    in_flight_ = 0;
    kept_.clear();
    odd_lengths_.clear();
}

void FrameLedger::hand_over(std::span<const FilledFrame> frames) {
    in_flight_ += frames.size();
    counters_.submitted += frames.size();
    if (!keeps_handed_over_) return;
    for (const FilledFrame& frame : frames)
        if (frame.returns && frame.written != 0) kept_.push_back(frame);
}

bool FrameLedger::take_back(std::uint64_t frame) {
    if (!pool_.put(frame)) {
        ++counters_.unexpected;
        return false;
    }
    --in_flight_;
    ++counters_.reclaimed;
    return true;
}

std::uint32_t FrameLedger::length_at(std::uint64_t offset) const {
    if (odd_lengths_.empty()) [[likely]]
        return frame_bytes_;
    const auto odd = odd_lengths_.find(offset);
    return odd == odd_lengths_.end() ? frame_bytes_ : odd->second;
}

void FrameLedger::forget_kept(std::uint64_t offset) {
    odd_lengths_.erase(offset);
    const auto found = std::find_if(kept_.begin(), kept_.end(),
                                    [&](const FilledFrame& f) { return f.offset == offset; });
    if (found != kept_.end()) kept_.erase(found);
}

}  // namespace xsksim
