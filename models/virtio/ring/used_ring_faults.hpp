// SPDX-License-Identifier: GPL-2.0-only
// What may go wrong with used entries: they become visible late, in groups, in another order, or
// say what is not true. A device that lies keeps its own books right: what it makes the driver see
// moves away from them (show_ahead), what it takes and completes does not.
//
// Real counterparts: vhost's batches of 64; devices that complete out of order without IN_ORDER; a
// hostile device, against which a driver should hold (virtio-hardening). Owner: UsedPublisher.
// Emits fault_fired.
#pragma once

#include <optional>

#include "models/fault_port.hpp"
#include "models/virtio/ring/device_ring.hpp"

namespace xsksim {

class UsedRingFaults {
public:
    UsedRingFaults(FaultSource& faults, QueueIndex queue)
        : faults_(faults),
          queue_(queue),
          any_completed_(faults.has(FaultSite::completed)),
          any_published_(faults.has(FaultSite::published)) {}

    // The device wants to publish: how much later it does; nothing: not before there is more.
    // `drained`: no more will come by itself.
    std::optional<Duration> lateness(const DeviceRing& ring, bool drained) {
        return any_completed_ ? draw_lateness(ring, drained) : Duration{};
    }
    // Entries are about to become visible: what is done to them.
    void falsify(DeviceRing& ring) {
        if (any_published_) draw_lies(ring);
    }

private:
    std::optional<Duration> draw_lateness(const DeviceRing& ring, bool drained);
    void draw_lies(DeviceRing& ring);
    // Whether it changed anything.
    static bool tell(const FaultRule& rule, DeviceRing& ring);

    FaultSource& faults_;
    QueueIndex queue_;
    bool any_completed_, any_published_;
};

}  // namespace xsksim
