// SPDX-License-Identifier: GPL-2.0-only
// Sections of the virtual hardware: device, interrupts.
#include "sim/scenario/key_entry.hpp"

namespace xsksim {

using namespace keys;

namespace {

Key<VirtioNetOptions> publish_group() {
    return group_key<VirtioNetOptions>(
        "publish",
        {
            key("when", &VirtioNetOptions::publish,
                word<PublishPolicy>({{"each", PublishPolicy::each},
                                     {"batch", PublishPolicy::batch},
                                     {"drained", PublishPolicy::drained}}),
                "",
                "After each packet, after each batch (or when drained), or only when the available "
                "ring is drained."),
            key("batch", &VirtioNetOptions::publish_batch, between(1, 32768), "packets",
                "So many packets make a batch.")
                .only("only with when \"batch\"",
                      [](const VirtioNetOptions& device) {
                          return device.publish == PublishPolicy::batch;
                      }),
            time("gap_ns", &VirtioNetOptions::publish_gap,
                 "At least so long between two publications.")
                .tried(0, 20'000),
        },
        "When used entries become visible to the guest, which is apart from any interrupt.");
}

}  // namespace

ShapePointer<VirtioNetOptions> device_shape() {
    return record<VirtioNetOptions>({
        key("pairs", &VirtioNetOptions::pairs, between(1, pairs_max), "queue pairs",
            "How many queue pairs.")
            .tried(1, 3),
        key("ring_size", &VirtioNetOptions::tx_ring_size, power_of_two(2, 32768), "descriptors",
            "Size of each TX virtqueue.")
            .tried(64, 1024),
        key("rx_ring_size", &VirtioNetOptions::rx_ring_size, power_of_two(2, 32768), "descriptors",
            "Size of each RX virtqueue.")
            .tried(64, 512),
        flag("control_queue", of(&VirtioNetOptions::control_queue),
             "Whether VIRTIO_NET_F_CTRL_VQ is offered, and with several pairs VIRTIO_NET_F_MQ: a "
             "kernel tree's driver uses one pair without. Default: with several pairs, or where "
             "coalescing is offered, it is."),
        flag("packed", &VirtioNetOptions::packed,
             "Whether VIRTIO_F_RING_PACKED is offered. The project's own drivers do not accept it, "
             "and go on with split rings; a kernel tree's driver does."),
        key("in_order", &VirtioNetOptions::in_order,
            word<InOrder>({{"no", InOrder::no},
                           {"entries", InOrder::entries},
                           {"batches", InOrder::batches}}),
            "",
            "VIRTIO_F_IN_ORDER: not offered; buffers are used in order, with an entry for each; "
            "or with one entry, of the last, for all that a TX queue publishes at one time. The "
            "project's own drivers do not accept it; of a kernel tree's, 7.3's does."),
        flag("ring_reset", &VirtioNetOptions::ring_reset,
             "Whether VIRTIO_F_RING_RESET is offered: a kernel tree's driver binds no zero-copy "
             "socket without."),
        key("coalescing", &VirtioNetOptions::coalescing,
            word<CoalescingOffer>({{"no", CoalescingOffer::no},
                                   {"device", CoalescingOffer::device},
                                   {"queues", CoalescingOffer::queues}}),
            "",
            "Whether the driver can have interrupts delayed by packets and time (step `coalesce`): "
            "VIRTIO_NET_F_NOTF_COAL, and VIRTIO_NET_F_VQ_NOTF_COAL for single queues. With the "
            "control queue that it takes."),
        flag("event_idx", &VirtioNetOptions::event_idx,
             "Whether VIRTIO_RING_F_EVENT_IDX is offered."),
        flag("indirect_desc", &VirtioNetOptions::indirect_desc,
             "Whether VIRTIO_RING_F_INDIRECT_DESC is offered: a packet then takes one descriptor "
             "of the ring instead of two."),
        time("service_ns", &VirtioNetOptions::service, "Time to send one packet.").tried(50, 3'000),
        time("service_per_kib_ns", &VirtioNetOptions::service_per_kib,
             "Further time for each 1024 bytes of payload."),
        time("link_per_kib_ns", &VirtioNetOptions::link_per_kib,
             "The speed of the link: no packet takes less than this for each 1024 bytes."),
        time("notify_latency_ns", &VirtioNetOptions::notify_latency,
             "From the doorbell until a device that is awake sees it."),
        time("wakeup_latency_ns", &VirtioNetOptions::wakeup_latency, "Further time if it slept.")
            .tried(0, 50'000),
        publish_group(),
        flag("recheck_after_enable", &VirtioNetOptions::recheck_after_enable,
             "Whether the device looks at the available ring once more after it has enabled "
             "notifications. Without, kicks are lost."),
    });
}

ShapePointer<InterruptControllerOptions> interrupts_shape() {
    return record<InterruptControllerOptions>({
        time("latency_ns", &InterruptControllerOptions::latency,
             "From raising an interrupt until it reaches the vCPU.")
            .tried(0, 20'000),
    });
}

}  // namespace xsksim
