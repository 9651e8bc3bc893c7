// SPDX-License-Identifier: GPL-2.0-only
// Makes completed buffers visible to the driver and then, separately, decides on an interrupt.
//
// Real counterpart: vhost's add_used_n followed by its signal, or a NIC's used-ring write-back and
// MSI. Two effects, two instants: the used index store (dev_publish), and `effect_gap` later the
// reading of used_event or of the flags (dev_signal). The driver can run in between; that window
// is where re-armed interrupts race. Publications are at least `publish_gap` apart: one asked for
// earlier waits, and then takes everything that was completed by then. The decision waits for
// longer where the driver has asked for it (notification_coalescing.hpp).
// Owner: a queue of the device; run() is called in its step when due() has come, and does one
// effect a call. Emits dev_publish, dev_coalesce, dev_signal; raises the vector that QueueMap has
// for it.
#pragma once

#include <algorithm>

#include "models/virtio/net/device_environment.hpp"
#include "models/virtio/net/notification_coalescing.hpp"
#include "models/virtio/net/signal_faults.hpp"
#include "models/virtio/net/virtio_net_options.hpp"
#include "models/virtio/ring/device_ring.hpp"
#include "models/virtio/ring/used_ring_faults.hpp"

namespace xsksim {

class UsedPublisher {
public:
    // Of one queue.
    struct Habits {
        Duration publish_gap, effect_gap;  // as in VirtioNetOptions
        bool decide_after_publish = true;
    };

    UsedPublisher(const DeviceEnvironment& environment, QueueIndex queue, const Habits& habits)
        : environment_(environment),
          queue_(queue),
          habits_(habits),
          ring_faults_(environment.faults, queue),
          signal_faults_(environment.faults, queue) {}

    // Until reset().
    void start(DeviceRing& ring) { ring_ = &ring; }
    void reset();
    // What is completed shall be published as soon as the gap allows. `drained`: the device waits
    // for buffers now, so that no more is completed for a while.
    void want_publication(Instant now, bool drained);
    // From the next publication on.
    void coalesce(const NotificationCoalescing::Limits& limits) { coalescing_.set(limits); }
    Instant due() const { return std::min(publish_at_, decide_at_); }
    void run(Instant now);

private:
    void publish(Instant now);
    void put_decision_off(Instant now, std::uint16_t published);
    void decide_early(Instant now);
    // Unless the decision is put off.
    void decide_in_time(Instant now);
    void decide(Instant now, DeviceRing::Upto upto);

    DeviceEnvironment environment_;
    DeviceRing* ring_ = nullptr;
    QueueIndex queue_;
    Habits habits_;
    UsedRingFaults ring_faults_;
    SignalFaults signal_faults_;
    NotificationCoalescing coalescing_;
    Instant publish_at_ = Instant::never();
    Instant decide_at_ = Instant::never();
    Instant next_allowed_{0};
    bool decided_early_ = false;
};

}  // namespace xsksim
