// SPDX-License-Identifier: GPL-2.0-only
// Puts the interrupt decision of a queue off, as the driver has asked for: until so many packets
// were used or so much time has gone by since the first of them, whichever comes first.
//
// Real counterpart: VIRTIO_NET_F_NOTF_COAL and VIRTIO_NET_F_VQ_NOTF_COAL, virtio 1.3. Source of the
// commands' layout: include/uapi/linux/virtio_net.h, of what a reset queue takes: the comment in
// virtnet_set_ringparam() (Linux 7.3); the rule of the two limits was not held against the text of
// the specification. With one of them 0 there is no delay. What the decision then comes to, whether
// the driver wants an interrupt, is as without: it is only made later. Owner: a queue's
// UsedPublisher. Packets and simulated time. No cost, no errors. Simplified: a stall is explained
// without it, so that a decision still put off is not named there.
#pragma once

#include <cstdint>

#include "sim/core/time.hpp"

namespace xsksim {

class NotificationCoalescing {
public:
    struct Limits {
        std::uint32_t packets = 0;
        Duration time = {};
        bool operator==(const Limits&) const = default;
    };

    void set(const Limits& limits) { limits_ = limits; }
    const Limits& limits() const { return limits_; }
    // The ring is new.
    void reset() { decided(); }

    // So many more are used, now. When the decision is to be made.
    Instant due(Instant now, std::uint32_t packets) {
        if (limits_.packets == 0 || limits_.time.ns == 0) return now;
        if (waiting_ == 0) until_ = now + limits_.time;
        waiting_ += packets;
        return waiting_ >= limits_.packets ? now : until_;
    }
    std::uint64_t waiting() const { return waiting_; }
    // What waits is decided on.
    void decided() { waiting_ = 0; }

private:
    Limits limits_;
    std::uint64_t waiting_ = 0;
    Instant until_;
};

}  // namespace xsksim
