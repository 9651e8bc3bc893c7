// SPDX-License-Identifier: GPL-2.0-only
#include "models/virtio/net/virtio_net_device.hpp"

#include <algorithm>
#include <utility>

#include "models/memory/store_buffers.hpp"
#include "models/virtio_features.hpp"
#include "sim/core/check.hpp"

namespace xsksim {

VirtioNetDevice::VirtioNetDevice(const DeviceEnvironment& environment,
                                 const VirtioNetOptions& options)
    : options_(options), environment_(environment) {
    XSKSIM_CHECK(options.pairs >= 1, "a net device has at least one queue pair");
    XSKSIM_CHECK(options.publish_batch >= 1, "a publication batch is at least one");
    for (PairIndex pair = 0; pair < options_.pairs; ++pair) {
        receive_.push_back(std::make_unique<ReceiveQueue>(environment_, options_, pair));
        transmit_.push_back(std::make_unique<TransmitQueue>(environment_, options_, pair));
    }
    if (options_.has_control_queue())
        control_ = std::make_unique<ControlQueue>(environment_, options_,
                                                  queues().queue(QueueRole::control, 0),
                                                  static_cast<ControlledDevice&>(*this));
    environment_.faults.on_happening(FaultSite::upset, [this](const FaultStrike& strike) {
        transmit_[strike.rule->pair]->befall(strike);
    });
}

std::uint64_t VirtioNetDevice::offered_features() const {
    using namespace feature;
    std::uint64_t offered = version_1 | net_mergeable_rx_buffers | access_platform;
    const auto offer = [&offered](bool is_offered, std::uint64_t feature) {
        if (is_offered) offered |= feature;
    };
    const bool controlled = options_.has_control_queue();
    offer(options_.ring_reset, feature::ring_reset);
    offer(options_.packed, ring_packed);
    offer(options_.in_order != InOrder::no, feature::in_order);
    offer(options_.event_idx, ring_event_idx);
    offer(options_.indirect_desc, ring_indirect_descriptors);
    offer(controlled, net_control_queue);
    offer(controlled && options_.pairs > 1, net_multiple_pairs);
    offer(controlled && options_.coalescing != CoalescingOffer::no, net_coalescing);
    offer(controlled && options_.coalescing == CoalescingOffer::queues, net_queue_coalescing);
    return offered;
}

void VirtioNetDevice::accept_features(std::uint64_t features) {
    if ((features & ~offered_features()) != 0)
        refuse(0, "the driver accepted a feature that was not offered");
    accepted_features_ = features & offered_features();
}

std::uint32_t VirtioNetDevice::ring_size(QueueIndex queue) const {
    if (!is_queue(queue)) return 0;
    if (is_control(queue)) return ControlQueue::ring_size;
    return is_receive(queue) ? options_.rx_ring_size : options_.tx_ring_size;
}

void VirtioNetDevice::set_up_queue(QueueIndex queue, const QueueAddresses& addresses) {
    if (!is_queue(queue)) return refuse(queue, "there is no such queue");
    if (addresses.size > ring_size(queue))
        return refuse(queue, "the queue is larger than the device allows");
    let_go(queue);
    const RingFeatures features = ring_features(queue);
    auto ring = make_device_ring(environment_.engine, environment_.memory, features,
                                 !queues().transmits(queue) || options_.safeguards.signal_window);
    const std::string_view problem = ring->set_up(addresses, features);
    if (!problem.empty()) return refuse(queue, problem);
    const std::uint64_t long_header = feature::version_1 | feature::net_mergeable_rx_buffers;
    const std::uint32_t header_bytes = (accepted_features_ & long_header) != 0 ? 12 : 10;
    if (is_control(queue)) return control_->start(std::move(ring));
    coalesce(queue, is_receive(queue) ? receive_limits_ : transmit_limits_);
    if (is_receive(queue))
        receive_[pair(queue)]->start(std::move(ring), header_bytes);
    else
        transmit_[pair(queue)]->start(std::move(ring), header_bytes);
}

RingFeatures VirtioNetDevice::ring_features(QueueIndex queue) const {
    const auto has = [this](std::uint64_t feature) { return (accepted_features_ & feature) != 0; };
    return {.packed = has(feature::ring_packed),
            .event_idx = has(feature::ring_event_idx),
            .indirect = has(feature::ring_indirect_descriptors),
            .in_order_batches = has(feature::in_order) && options_.in_order == InOrder::batches &&
                                queues().transmits(queue)};
}

void VirtioNetDevice::coalesce_all(QueueRole role, const Limits& limits) {
    (role == QueueRole::receive ? receive_limits_ : transmit_limits_) = limits;
    for (PairIndex pair = 0; pair < options_.pairs; ++pair)
        coalesce(queues().queue(role, pair), limits);
}

bool VirtioNetDevice::coalesce(QueueIndex queue, const Limits& limits) {
    if (!is_queue(queue) || is_control(queue)) return false;
    if (is_receive(queue))
        receive_[pair(queue)]->coalesce(limits);
    else
        transmit_[pair(queue)]->coalesce(limits);
    return true;
}

void VirtioNetDevice::reset() {
    accepted_features_ = 0;
    receive_limits_ = transmit_limits_ = {};
    for (QueueIndex queue = 0; queue < queues().queues(); ++queue)
        if (!is_control(queue) || control_->is_set_up()) reset_queue(queue);
}

void VirtioNetDevice::reset_queue(QueueIndex queue) {
    if (!is_queue(queue)) return refuse(queue, "there is no such queue");
    let_go(queue);
    environment_.trace.emit(event::DevReset{.queue = queue});
}

void VirtioNetDevice::let_go(QueueIndex queue) {
    // A device that lets go of a ring has no store to it on its way any more.
    if (StoreBuffers* stores = environment_.memory.stores()) stores->drain_everything();
    if (is_control(queue))
        control_->reset();
    else if (is_receive(queue))
        receive_[pair(queue)]->reset();
    else
        transmit_[pair(queue)]->reset();
}

bool VirtioNetDevice::notify(QueueIndex queue) {
    if (!is_queue(queue)) return true;
    if (queues().transmits(queue)) return transmit_[pair(queue)]->doorbell();
    if (is_control(queue))
        control_->doorbell();
    else
        receive_[pair(queue)]->doorbell();
    return true;
}

void VirtioNetDevice::inject_rx(PairIndex pair, std::span<const std::byte> frame,
                                std::uint64_t sequence) {
    XSKSIM_CHECK(pair < options_.pairs, "a frame for a queue pair the device does not have");
    receive_[pair]->frame_arrives(frame, sequence);
}

bool VirtioNetDevice::needs_reset() const {
    const auto is_broken = [](const auto& queue) { return queue->is_broken(); };
    return (control_ && control_->is_broken()) ||
           std::any_of(receive_.begin(), receive_.end(), is_broken) ||
           std::any_of(transmit_.begin(), transmit_.end(), is_broken);
}

void VirtioNetDevice::refuse(QueueIndex queue, std::string_view why) {
    environment_.trace.emit(
        event::DevBad{.queue = queue, .head = 0, .text = environment_.trace.text(why)});
}

}  // namespace xsksim
