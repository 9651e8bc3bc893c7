// SPDX-License-Identifier: GPL-2.0-only
// Sections of the virtual hardware: device, interrupts.
#include "sim/scenario/key_entry.hpp"

namespace xsksim {

using namespace keys;

namespace {

Key<DeviceOptions> publish_group() {
    return group_key<DeviceOptions>(
        "publish",
        {
            key("when", &DeviceOptions::publish,
                word<PublishWhen>({{"each", PublishWhen::each},
                                   {"batch", PublishWhen::batch},
                                   {"drained", PublishWhen::drained}}),
                "",
                "After each packet, after each batch (or when drained), or only when the available "
                "ring is drained."),
            key("batch", &DeviceOptions::publish_batch, between(1, 32768), "packets",
                "So many packets make a batch.")
                .only("only with when \"batch\"",
                      [](const DeviceOptions& device) {
                          return device.publish == PublishWhen::batch;
                      }),
            time("gap_ns", &DeviceOptions::publish_gap,
                 "At least so long between two publications."),
        },
        "When used entries become visible to the guest, which is apart from any interrupt.");
}

}  // namespace

ShapePointer<DeviceOptions> device_shape() {
    return record<DeviceOptions>({
        key("pairs", &DeviceOptions::pairs, between(1, pairs_max), "queue pairs",
            "How many queue pairs."),
        key("ring_size", &DeviceOptions::ring_size, power_of_two(2, 32768), "descriptors",
            "Size of each TX virtqueue."),
        key("rx_ring_size", &DeviceOptions::rx_ring_size, power_of_two(2, 32768), "descriptors",
            "Size of each RX virtqueue."),
        flag("event_idx", &DeviceOptions::event_idx, "Whether VIRTIO_RING_F_EVENT_IDX is offered."),
        flag("indirect_desc", &DeviceOptions::indirect_desc,
             "Whether VIRTIO_RING_F_INDIRECT_DESC is offered: a packet then takes one descriptor "
             "of the ring instead of two."),
        time("service_ns", &DeviceOptions::service, "Time to send one packet."),
        time("service_per_kib_ns", &DeviceOptions::service_per_kib,
             "Further time for each 1024 bytes of payload."),
        time("link_per_kib_ns", &DeviceOptions::link_per_kib,
             "The speed of the link: no packet takes less than this for each 1024 bytes."),
        time("notify_latency_ns", &DeviceOptions::notify_latency,
             "From the doorbell until a device that is awake sees it."),
        time("wakeup_latency_ns", &DeviceOptions::wakeup_latency, "Further time if it slept."),
        publish_group(),
        flag("recheck_after_enable", &DeviceOptions::recheck_after_enable,
             "Whether the device looks at the available ring once more after it has enabled "
             "notifications. Without, kicks are lost."),
    });
}

ShapePointer<InterruptOptions> interrupts_shape() {
    return record<InterruptOptions>({
        time("latency_ns", &InterruptOptions::latency,
             "From raising an interrupt until it reaches the vCPU."),
    });
}

}  // namespace xsksim
