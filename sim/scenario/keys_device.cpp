// SPDX-License-Identifier: GPL-2.0-only
// Sections of the virtual hardware: device, interrupts, faults.
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

bool loses_or_delays(const FaultRule& rule) {
    return rule.what != FaultWhat::interrupt_rate_capped;
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

ShapePointer<FaultRule> fault_shape() {
    const std::string not_capped = "only with interrupt_lost and interrupt_delayed";
    return record<FaultRule>({
        key("what", &FaultRule::what,
            word<FaultWhat>({{"interrupt_lost", FaultWhat::interrupt_lost},
                             {"interrupt_delayed", FaultWhat::interrupt_delayed},
                             {"interrupt_rate_capped", FaultWhat::interrupt_rate_capped}}),
            "", "What goes wrong.")
            .required(),
        key("pair", &FaultRule::pair, between(0, pairs_max - 1), "queue pair",
            "Whose interrupts, counted from 0."),
        key("direction", &FaultRule::rx, word<bool>({{"tx", false}, {"rx", true}}), "",
            "Which of the pair's two vectors."),
        key("nth", &FaultRule::nth, list(integer<std::uint64_t>(between(1, integer_max))), "",
            "These interrupts of the vector, counted from 1; empty: all.")
            .only(not_capped, loses_or_delays),
        key("every", &FaultRule::every, between(1, integer_max), "",
            "Every so-manieth interrupt; absent: all.")
            .only(not_capped, loses_or_delays),
        key("probability", &FaultRule::probability, probability(), "",
            "Each with this probability; absent: certainly.")
            .only(not_capped, loses_or_delays),
        key("from_ns", &FaultRule::from, nanoseconds(), "ns",
            "From this time on; absent: from the start."),
        key("until_ns", &FaultRule::until, nanoseconds(), "ns",
            "Before this time; absent: to the end."),
        key("delay_ns", &FaultRule::delay, nanoseconds(1), "ns", "How much later.")
            .needed_only(
                "only with interrupt_delayed",
                [](const FaultRule& rule) { return rule.what == FaultWhat::interrupt_delayed; }),
        key("per_second", &FaultRule::per_second, between(1, rate_pps_max), "interrupts/s",
            "No more than so many.")
            .needed_only("only with interrupt_rate_capped",
                         [](const FaultRule& rule) { return !loses_or_delays(rule); }),
        flag("optional", &FaultRule::optional, "Whether the rule may never fire."),
    });
}

}  // namespace xsksim
