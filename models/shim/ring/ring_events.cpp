// SPDX-License-Identifier: GPL-2.0-only
#include "models/shim/ring/ring_events.hpp"

#include <utility>

#include "models/events.hpp"
#include "models/shim/ring/packed_shared_ring.hpp"
#include "models/shim/ring/split_shared_ring.hpp"
#include "models/split_ring_layout.hpp"
#include "models/virtio_features.hpp"

namespace xsksim {

namespace {

// Nothing where guest memory does not have all of it.
std::unique_ptr<SharedRing> make_shared_ring(const GuestMemory& memory,
                                             const QueueAddresses& addresses,
                                             std::uint64_t features) {
    if ((features & feature::ring_packed) != 0) {
        if (!PackedSharedRing::lies_in(memory, addresses)) return nullptr;
        return std::make_unique<PackedSharedRing>(memory, addresses,
                                                  (features & feature::in_order) != 0);
    }
    if (!SplitSharedRing::lies_in(memory, addresses)) return nullptr;
    return std::make_unique<SplitSharedRing>(memory, addresses, features);
}

}  // namespace

// --- the transport ---

void RingEvents::set_up(QueueIndex index, const QueueAddresses& addresses) {
    const QueuePlace* place = places_.find(index);
    if (place == nullptr) return;  // the device refuses it
    const bool event_idx = (features_ & feature::ring_event_idx) != 0;
    trace_.emit(
        event::VqSetup{.queue = index,
                       .size = addresses.size,
                       .event_idx = event_idx,
                       .indirect_desc = (features_ & feature::ring_indirect_descriptors) != 0,
                       .role = place->role,
                       .pair = place->pair,
                       .vector = place->vector,
                       .packed = (features_ & feature::ring_packed) != 0});
    if (index >= queues_.size()) queues_.resize(index + 1);
    Queue& queue = queues_[index] = {};
    queue.ring = make_shared_ring(memory_, addresses, features_);
    if (!queue.ring) return;
    queue.event_idx = event_idx;
    queue.used_event = queue.ring->used_event();
    queue.callback_flags = queue.ring->callback_flags();
    queue.outstanding.resize(addresses.size);
}

void RingEvents::notify(QueueIndex index) {
    if (const Queue* queue = find(index))
        trace_.emit(event::VqNotify{.queue = index, .avail_idx = queue->ring->available_index()});
}

void RingEvents::notify_answered(QueueIndex index, bool accepted) {
    if (Queue* queue = find(index)) queue->was_refused = !accepted;
}

std::uint32_t RingEvents::callbacks(CpuId cpu) {
    if (cpu >= callbacks_.size()) callbacks_.resize(cpu + 1);
    return callbacks_[cpu];
}

void RingEvents::callback(QueueIndex index, CpuId cpu) {
    callbacks_[cpu] = callbacks(cpu) + 1;
    trace_.emit(
        event::VqInterrupt{.queue = index, .handled = true, .more_used = true, .broken = false});
}

void RingEvents::interrupt_handled(QueueIndex index, CpuId cpu, std::uint32_t callbacks_before,
                                   bool handled) {
    const Queue* queue = find(index);
    if (queue == nullptr || callbacks(cpu) != callbacks_before) return;
    const bool more_used = queue->ring->next_used().has_value();
    trace_.emit(event::VqInterrupt{.queue = index,
                                   .handled = handled,
                                   .more_used = more_used,
                                   .broken = more_used && queue->is_broken});
}

// --- the driver's calls ---

void RingEvents::added(QueueIndex index, std::uint32_t free_before, std::uint32_t num_free,
                       const void* token, int result) {
    Queue* queue = find(index);
    if (queue == nullptr) return;
    if (result != 0)
        return trace_.emit(event::VqAddFailed{
            .queue = index, .error = CallResult::of(result), .num_free = num_free});
    const std::uint32_t descriptors = free_before - num_free;
    const std::uint16_t head = queue->ring->add(descriptors);
    if (head < queue->outstanding.size()) queue->outstanding[head] = token;
    trace_.emit(event::VqAdd{
        .queue = index, .head = head, .descriptors = descriptors, .num_free = num_free});
}

RingEvents::Asked RingEvents::kick_deciding(QueueIndex index) {
    const Queue* queue = find(index);
    if (queue == nullptr) return {};
    return {queue->ring->kick_event(), queue->ring->available_index()};
}

// virtio 1.2 §2.7.7.1, §2.7.10 and §2.8.10.
bool RingEvents::Queue::is_kick_needed(std::uint32_t asked) const {
    const EventWish wish = ring->wish(asked);
    if (wish.when != EventWish::When::at_index) return wish.when == EventWish::When::always;
    const std::uint16_t available = ring->available_index();
    const auto behind_event = static_cast<std::uint16_t>(available - wish.index - 1);
    return behind_event < static_cast<std::uint16_t>(available - decided_at);
}

void RingEvents::kick_decided(QueueIndex index, Asked before, bool needed) {
    Queue* queue = find(index);
    if (queue == nullptr) return;
    const std::uint32_t asked = queue->ring->kick_event();
    const std::uint16_t available = queue->ring->available_index();
    const bool read_before = (needed || before.available == available) &&
                             queue->is_kick_needed(asked) != needed &&
                             queue->is_kick_needed(before.event) == needed;
    trace_.emit(event::VqKickPrepare{.queue = index,
                                     .needed = needed,
                                     .event = read_before ? before.event : asked,
                                     .avail_idx = available});
    queue->decided_at = available;
}

void RingEvents::kick_refused(QueueIndex index) {
    Queue* queue = find(index);
    if (queue != nullptr && !queue->is_broken && queue->was_refused)
        break_queue(index, *queue, "the transport refused a notification");
}

std::optional<std::uint32_t> RingEvents::got(QueueIndex index, std::uint32_t free_before,
                                             std::uint32_t num_free, const void* token,
                                             std::uint32_t written_bytes) {
    Queue* queue = find(index);
    if (queue == nullptr) return std::nullopt;
    const std::uint32_t head = queue->ring->take(num_free - free_before);
    const void* added = nullptr;
    if (head < queue->outstanding.size()) added = std::exchange(queue->outstanding[head], nullptr);
    trace_.emit(
        event::VqGetBuf{.queue = index, .head = head, .len = written_bytes, .num_free = num_free});
    tell_used_event(index, *queue);
    if (added == nullptr || added == token || std::exchange(queue->is_mixed_up, true))
        return std::nullopt;
    return head;
}

void RingEvents::got_nothing(QueueIndex index) {
    Queue* queue = find(index);
    if (queue == nullptr || queue->is_broken) return;
    const std::optional<std::uint32_t> head = queue->ring->next_used();
    if (!head) return;
    if (*head >= queue->outstanding.size())
        break_queue(index, *queue, "used id out of range");
    else if (!queue->outstanding[*head])
        break_queue(index, *queue, "used id is not a head");
}

bool RingEvents::disabling(QueueIndex index) {
    Queue* queue = find(index);
    return queue != nullptr && std::exchange(queue->callbacks_on, false);
}

void RingEvents::disabled(QueueIndex index, bool were_on) {
    Queue* queue = find(index);
    if (queue == nullptr || !were_on) return;
    const std::uint16_t flags = queue->ring->callback_flags();
    const bool changed = flags != queue->callback_flags ||
                         (queue->event_idx && queue->ring->used_event() != queue->used_event);
    queue->callback_flags = flags;
    trace_.emit(event::VqDisableCb{.queue = index, .changed = changed});
    tell_used_event(index, *queue);
}

void RingEvents::enabling(QueueIndex index) {
    if (Queue* queue = find(index)) queue->callbacks_on = true;
}

void RingEvents::enabled(QueueIndex index, bool delayed) {
    Queue* queue = find(index);
    if (queue == nullptr) return;
    queue->callback_flags = queue->ring->callback_flags();
    queue->used_event = queue->ring->used_event();
    trace_.emit(event::VqEnableCb{.queue = index,
                                  .used_event = queue->used_event,
                                  .delayed = delayed,
                                  .pending = delayed && queue->ring->next_used().has_value()});
}

void RingEvents::polled(QueueIndex index, std::uint32_t opaque, bool pending) {
    const Queue* queue = find(index);
    if (queue == nullptr || queue->is_broken) return;
    trace_.emit(event::VqPoll{.queue = index, .opaque = opaque, .pending = pending});
}

void RingEvents::tell_used_event(QueueIndex index, Queue& queue) {
    const std::uint16_t now = queue.ring->used_event();
    if (!queue.event_idx || now == queue.used_event) return;
    queue.used_event = now;
    trace_.emit(event::VqUsedEvent{.queue = index, .used_event = now});
}

void RingEvents::break_queue(QueueIndex index, Queue& queue, const char* why) {
    queue.is_broken = true;
    trace_.emit(event::VqBroken{.queue = index, .text = trace_.text(why)});
}

}  // namespace xsksim
