// SPDX-License-Identifier: GPL-2.0-only
#include "models/virtio/net/control_queue.hpp"

#include <utility>

#include "models/memory/store_buffers.hpp"

namespace xsksim {

namespace {

// virtio 1.2 §5.1.6.5 and §5.1.6.5.6; include/uapi/linux/virtio_net.h, Linux 7.3.
constexpr std::uint8_t class_mq = 4, mq_vq_pairs_set = 0;
constexpr std::uint8_t class_coalescing = 6, coalesce_tx = 0, coalesce_rx = 1, coalesce_queue = 2;
constexpr std::uint8_t ack_ok = 0, ack_error = 1;

}  // namespace

ControlQueue::ControlQueue(const DeviceEnvironment& environment, const VirtioNetOptions& options,
                           QueueIndex queue, ControlledDevice& device)
    : environment_(environment), options_(options), queue_(queue), device_(device) {
    context_ =
        environment_.engine.spawn_step({"device/control", Rank::device}, [this] { return step(); });
    if (StoreBuffers* stores = environment_.memory.stores())
        stores->join(context_, stores->add_agent());
}

void ControlQueue::start(std::unique_ptr<DeviceRing> ring) {
    ring_ = std::move(ring);
    ring_->enable_notifications(DeviceRing::NotifyAbout::first_not_taken);
}

void ControlQueue::reset() {
    is_broken_ = false;
    doorbell_at_ = Instant::never();
    ring_.reset();
    environment_.engine.cancel_wake(context_);
}

void ControlQueue::doorbell() {
    if (!ring_ || is_broken_ || !doorbell_at_.is_never()) return;
    doorbell_at_ = environment_.engine.now() + options_.notify_latency;
    environment_.engine.wake_at(context_, doorbell_at_);
}

Instant ControlQueue::step() {
    if (doorbell_at_ <= environment_.engine.now()) {
        doorbell_at_ = Instant::never();
        environment_.trace.emit(event::DevKick{.queue = queue_});
        do {
            serve();
            if (is_broken_) break;
            ring_->enable_notifications(DeviceRing::NotifyAbout::first_not_taken);
        } while (ring_->waiting() != 0);
    }
    return doorbell_at_;
}

void ControlQueue::serve() {
    const std::uint16_t before = ring_->used_position(DeviceRing::Upto::published);
    DeviceRing::Take took = ring_->take(chain_);
    for (; took == DeviceRing::Take::taken; took = ring_->take(chain_)) {
        if (chain_.readable_bytes < 2 || chain_.writable_bytes == 0)
            return refuse(chain_.head,
                          "a command without its class, or without room for an answer");
        const Command given = command();
        const bool ok = carry_out(given);
        environment_.trace.emit(event::DevControl{.queue = queue_,
                                                  .head = chain_.head,
                                                  .command_class = given.kind,
                                                  .command = given.number,
                                                  .ok = ok});
        answer(ok);
        ring_->complete(chain_.head, 1);
    }
    if (took == DeviceRing::Take::bad) return refuse(ring_->fault_head(), ring_->fault());
    if (ring_->unpublished() == 0) return;
    ring_->publish();
    environment_.trace.emit(
        event::DevPublish{.queue = queue_,
                          .old_idx = before,
                          .new_idx = ring_->used_position(DeviceRing::Upto::published),
                          .avail_pending = ring_->waiting_in_truth()});
}

ControlQueue::Command ControlQueue::command() const {
    Command command;
    std::array<std::byte, 2 + sizeof command.data> first{};
    std::size_t bytes = 0;
    for (const BufferSegment& segment : chain_.segments) {
        if (segment.device_writes) break;
        environment_.engine.tell(
            Operation::access(plain_read, segment.address.value, segment.bytes));
        for (std::size_t i = 0; i < segment.bytes && bytes < first.size(); ++i)
            first[bytes++] = segment.data[i];
    }
    command.kind = std::to_integer<std::uint8_t>(first[0]);
    command.number = std::to_integer<std::uint8_t>(first[1]);
    command.data_bytes = bytes - 2;
    std::memcpy(command.data.data(), &first[2], command.data_bytes);
    return command;
}

bool ControlQueue::carry_out(const Command& command) {
    if (command.kind == class_mq && command.number == mq_vq_pairs_set) return set_pairs(command);
    return command.kind == class_coalescing && options_.coalescing != CoalescingOffer::no &&
           coalesce(command);
}

bool ControlQueue::set_pairs(const Command& command) const {
    const auto pairs = command.at<std::uint16_t>(0);
    return command.data_bytes >= sizeof pairs && pairs >= 1 && pairs <= options_.pairs;
}

// struct virtio_net_ctrl_coal: packets, then microseconds; of a single queue behind its number.
bool ControlQueue::coalesce(const Command& command) {
    const bool is_of_queue =
        command.number == coalesce_queue && options_.coalescing == CoalescingOffer::queues;
    const std::size_t begin = is_of_queue ? 4 : 0;
    if (command.data_bytes < begin + 2 * sizeof(std::uint32_t)) return false;
    const NotificationCoalescing::Limits limits{
        command.at<std::uint32_t>(begin),
        Duration::microseconds(command.at<std::uint32_t>(begin + sizeof(std::uint32_t)))};
    if (is_of_queue) return device_.coalesce(command.at<std::uint16_t>(0), limits);
    if (command.number != coalesce_tx && command.number != coalesce_rx) return false;
    device_.coalesce_all(command.number == coalesce_tx ? QueueRole::transmit : QueueRole::receive,
                         limits);
    return true;
}

void ControlQueue::answer(bool ok) {
    for (const BufferSegment& segment : chain_.segments) {
        if (!segment.device_writes) continue;
        environment_.engine.tell(Operation::access(plain_write, segment.address.value, 1));
        segment.data[0] = std::byte{ok ? ack_ok : ack_error};
        return;
    }
}

void ControlQueue::refuse(std::uint16_t head, std::string_view why) {
    environment_.trace.emit(
        event::DevBad{.queue = queue_, .head = head, .text = environment_.trace.text(why)});
    is_broken_ = true;
}

}  // namespace xsksim
