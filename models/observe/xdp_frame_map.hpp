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
    Frame& on_frame(const Event& event) { return frames_[event.arg[1]] = Frame{}; }
    void on_return(const Event& event) { frames_.erase(event.arg[1]); }
    Frame* find(std::uint64_t gpa) {
        const auto found = frames_.find(gpa);
        return found == frames_.end() ? nullptr : &found->second;
    }
    bool contains(std::uint64_t gpa) const { return frames_.contains(gpa); }
    auto begin() { return frames_.begin(); }
    auto end() { return frames_.end(); }

private:
    std::map<std::uint64_t, Frame> frames_;
};

}  // namespace xsksim
