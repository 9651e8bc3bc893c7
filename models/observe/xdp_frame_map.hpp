// SPDX-License-Identifier: GPL-2.0-only
// The XDP frames that exist now, by the guest-physical address of their data, from xdp_frame and
// xdp_return events: tells a packet of XDP from a datagram.
#pragma once

#include <cstdint>
#include <map>

#include "models/events.hpp"

namespace xsksim {

template <class Frame>
class XdpFrameMap {
public:
    Frame& on(const event::XdpFrame& frame) { return frames_[frame.gpa.value] = Frame{}; }
    void on(const event::XdpReturn& returned) { frames_.erase(returned.gpa.value); }
    Frame* find(GuestAddress gpa) {
        const auto found = frames_.find(gpa.value);
        return found == frames_.end() ? nullptr : &found->second;
    }
    bool contains(GuestAddress gpa) const { return frames_.contains(gpa.value); }
    auto begin() { return frames_.begin(); }
    auto end() { return frames_.end(); }

private:
    std::map<std::uint64_t, Frame> frames_;
};

}  // namespace xsksim
