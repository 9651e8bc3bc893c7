// SPDX-License-Identifier: GPL-2.0-only
// The XDP frames that exist now, by the guest-physical address of their data, from when the program
// sends them to when they are given back.
#pragma once

#include <cstdint>
#include <map>
#include <optional>

#include "models/events.hpp"
#include "sim/core/table.hpp"

namespace xsksim {

struct XdpFrameState {
    std::uint64_t pair = 0;     // where it came in
    std::uint64_t ordinal = 0;  // the so-manieth of that pair
    Digest digest;
    std::uint64_t len = 0;
    std::uint64_t event = 0;
    std::uint64_t sent = 0;  // the event that shows it on the wire first
    bool given_up = false;   // it was in a queue that was reset
};

class XdpFrameStates {
public:
    bool contains(GuestAddress gpa) const { return frames_.contains(gpa.value); }
    bool any_ever() const { return any_ever_; }
    // The frame that the event makes, sends or gives back, as it was before; nullptr: there was
    // none at that address.
    const XdpFrameState* before() const { return before_ ? &*before_ : nullptr; }

    void on(const event::XdpFrame& made, const Event& e) {
        any_ever_ = true;
        look_at(made.gpa);
        frames_[made.gpa.value] = {.pair = made.pair,
                                   .ordinal = ++count_[made.pair],
                                   .digest = made.digest,
                                   .len = made.len,
                                   .event = e.number};
    }
    void on(const event::XdpReturn& returned) {
        look_at(returned.gpa);
        frames_.erase(returned.gpa.value);
    }
    void send(GuestAddress gpa, const Event& e) {
        if (XdpFrameState* frame = look_at(gpa); frame != nullptr && frame->sent == 0)
            frame->sent = e.number;
    }
    void give_up_all() {
        for (auto& [gpa, frame] : frames_) frame.given_up = true;
    }

private:
    XdpFrameState* look_at(GuestAddress gpa) {
        const auto found = frames_.find(gpa.value);
        if (found == frames_.end()) {
            before_.reset();
            return nullptr;
        }
        before_ = found->second;
        return &found->second;
    }

    std::map<std::uint64_t, XdpFrameState> frames_;
    Table<std::uint64_t> count_;  // by receiving pair
    std::optional<XdpFrameState> before_;
    bool any_ever_ = false;
};

}  // namespace xsksim
