// SPDX-License-Identifier: GPL-2.0-only
// Whether published used entries deserve an interrupt.
//
// Real counterpart: virtio 1.2 §2.7.7 and vhost's notify decision (Linux 5.10); for a packed ring
// §2.8.10 and QEMU's. Where the driver asks by an index: when that is among the entries published
// since the last decision; else always or never, as its flags say. As in vhost, the first decision
// after set-up is always an interrupt, and so is one after so many entries without a decision that
// the 16-bit distance to the last one has no meaning (the specification allows interrupts nobody
// asked for, never a missing one). NOTIFY_ON_EMPTY is legacy and not offered. Owner: UsedPublisher.
// The caller has a full barrier between the used index store and decide().
#pragma once

#include <cstdint>

#include "models/events/event_wish.hpp"
#include "models/split_ring_layout.hpp"

namespace xsksim {

class InterruptDecision {
public:
    // Without `window`, which only mutants say, only the last entry is looked at.
    explicit InterruptDecision(bool window = true) : window_(window) {}
    void reset() { has_last_ = false; }

    // The used index moved; before its decision.
    void published(std::uint16_t before, std::uint16_t after) {
        // The last decision's index among the new ones means that the index has been all round.
        if (ring::distance(last_, after) < ring::distance(before, after)) has_last_ = false;
    }

    bool decide(const EventWish& wish, std::uint16_t used_index) {
        const bool is_first = !has_last_;
        const std::uint16_t before = window_ ? last_ : static_cast<std::uint16_t>(used_index - 1);
        has_last_ = true;
        last_ = used_index;
        if (wish.when != EventWish::When::at_index) return wish.when == EventWish::When::always;
        return is_first || ring::passes_event(wish.index, before, used_index);
    }

private:
    bool window_;
    bool has_last_ = false;
    std::uint16_t last_ = 0;  // used index at the last decision
};

}  // namespace xsksim
