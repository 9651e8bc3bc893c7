// SPDX-License-Identifier: GPL-2.0-only
// What a virtual net device is like: its rings, its speed, how it publishes and how it waits.
// A scenario's `device` is this struct. Defaults: facts §6.3, vhost that drops (0.26 µs a packet),
// woken in 4 µs.
#pragma once

#include <cstdint>
#include <optional>

#include "sim/core/time.hpp"

namespace xsksim {

// When completed buffers become visible in the used ring; in each case also when nothing more is
// available. A device that publishes each packet never lets the patch's driver wait (facts §3.2).
enum class PublishPolicy { each, batch, drained };

// How a device tells of buffers that it uses in order (VIRTIO_F_IN_ORDER).
enum class InOrder {
    no,       // the feature is not offered
    entries,  // an entry for each
    batches,  // of what a TX queue publishes at one time one entry, of the last
};

// Whose interrupts the driver can have delayed: VIRTIO_NET_F_NOTF_COAL, and for single queues
// VIRTIO_NET_F_VQ_NOTF_COAL, too.
enum class CoalescingOffer { no, device, queues };

// Only mutants say false.
struct DeviceSafeguards {
    bool decide_after_publish = true;  // the device decides on an interrupt after publication
    bool signal_window = true;  // about all entries since its last decision, not about the last
    bool operator==(const DeviceSafeguards&) const = default;
};

struct VirtioNetOptions {
    std::uint32_t pairs = 1;
    std::uint32_t tx_ring_size = 256;
    std::uint32_t rx_ring_size = 256;
    bool packed = false;  // offered: a driver that does not know it goes on with split rings
    InOrder in_order = InOrder::no;
    bool ring_reset = true;  // one queue can be reset
    CoalescingOffer coalescing = CoalescingOffer::no;
    // By default where there are several pairs, or coalescing is offered.
    std::optional<bool> control_queue = std::nullopt;
    bool event_idx = true;
    bool indirect_desc = false;
    Duration service{260};          // per packet
    Duration service_per_kib{0};    // more, per 1024 bytes of payload
    Duration link_per_kib{0};       // at least this, per 1024 bytes of payload: the link's speed
    Duration notify_latency{1000};  // doorbell to device
    Duration wakeup_latency{4000};  // more, when the device slept
    PublishPolicy publish = PublishPolicy::drained;
    std::uint32_t publish_batch = 64;  // with batch: this many, or when drained
    Duration publish_gap{0};           // at least this between two publications
    bool recheck_after_enable = true;
    DeviceSafeguards safeguards = {};
    // Between two steps of the device that the driver can come between: used index store and
    // interrupt decision; finding the ring empty, enabling notifications, looking again. Does not
    // slow service. Assumed: a store, a full barrier and a load of a line the other side holds.
    Duration effect_gap{20};
    bool has_control_queue() const {
        return control_queue.value_or(pairs > 1 || coalescing != CoalescingOffer::no);
    }
    bool operator==(const VirtioNetOptions&) const = default;
};

}  // namespace xsksim
