// SPDX-License-Identifier: GPL-2.0-only
#include "models/virtio/net/receive_queue.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <string>

#include "models/memory/store_buffers.hpp"

namespace xsksim {

namespace {

// struct virtio_net_hdr_mrg_rxbuf (virtio 1.x §5.1.6): num_buffers, little-endian.
constexpr std::size_t header_num_buffers = 10;
constexpr std::size_t header_bytes_max = 12;

}  // namespace

ReceiveQueue::ReceiveQueue(const DeviceEnvironment& environment, const VirtioNetOptions& options,
                           PairIndex pair)
    : environment_(environment),
      options_(options),
      queue_(environment.queues.queue(QueueRole::receive, pair)),
      // Each frame is published alone: the gap is a habit of the transmit side.
      publisher_(environment, queue_, {Duration{0}, options.effect_gap}),
      kick_faults_(environment.faults, queue_, pair) {
    chain_.segments.reserve(options.rx_ring_size);
    context_ = environment_.engine.spawn_step({"device/rx" + std::to_string(pair), Rank::device},
                                              [this] { return step(); });
    if (StoreBuffers* stores = environment_.memory.stores())
        stores->join(context_, stores->add_agent());
}

void ReceiveQueue::start(std::unique_ptr<DeviceRing> ring, std::uint32_t header_bytes) {
    ring_ = std::move(ring);
    publisher_.start(*ring_);
    header_bytes_ = header_bytes;
    ring_->suppress_notifications();
}

void ReceiveQueue::reset() {
    is_broken_ = false;
    doorbell_at_ = Instant::never();
    publisher_.reset();
    ring_.reset();
    environment_.engine.cancel_wake(context_);
}

void ReceiveQueue::doorbell() {
    if (!ring_ || is_broken_) return;
    const std::optional<Duration> late = kick_faults_.lateness();
    if (!late || !doorbell_at_.is_never()) return;
    doorbell_at_ = environment_.engine.now() + options_.notify_latency + *late;
    environment_.engine.wake_at(context_, doorbell_at_);
}

void ReceiveQueue::frame_arrives(std::span<const std::byte> frame, std::uint64_t sequence) {
    if (!ring_ || is_broken_ || !take_buffer(frame.size())) {
        environment_.trace.emit(event::DevRxDrop{.queue = queue_, .sequence = sequence});
        return;
    }
    fill(frame);
    ring_->complete(chain_.head, static_cast<std::uint32_t>(header_bytes_ + frame.size()));
    environment_.trace.emit(event::DevRx{
        .queue = queue_, .head = chain_.head, .len = frame.size(), .sequence = sequence});
    publisher_.want_publication(environment_.engine.now(), true);
    environment_.engine.wake(context_);
}

Instant ReceiveQueue::step() {
    const Instant now = environment_.engine.now();
    if (doorbell_at_ <= now) {
        doorbell_at_ = Instant::never();
        environment_.trace.emit(event::DevKick{.queue = queue_});
    }
    if (publisher_.due() <= now) publisher_.run(now);
    return std::min(doorbell_at_, publisher_.due());
}

// A buffer too small for the frame stays the next one, as QEMU leaves it.
bool ReceiveQueue::take_buffer(std::size_t frame_bytes) {
    const DeviceRing::Take outcome = ring_->take(chain_);
    if (outcome == DeviceRing::Take::empty) return false;
    if (outcome == DeviceRing::Take::bad) {
        refuse_buffer();
        return false;
    }
    if (chain_.writable_bytes >= header_bytes_ + frame_bytes) return true;
    ring_->put_back();
    return false;
}

void ReceiveQueue::refuse_buffer() {
    environment_.trace.emit(event::DevBad{.queue = queue_,
                                          .head = ring_->fault_head(),
                                          .text = environment_.trace.text(ring_->fault())});
    is_broken_ = true;
    doorbell_at_ = Instant::never();
    publisher_.reset();
}

void ReceiveQueue::fill(std::span<const std::byte> frame) {
    std::array<std::byte, header_bytes_max> header{};
    header[header_num_buffers] = std::byte{1};
    write(0, std::span(header).first(header_bytes_));
    write(header_bytes_, frame);
}

// Scatters `bytes` over the writable segments from offset `at`; take_buffer() saw that they fit.
void ReceiveQueue::write(std::size_t at, std::span<const std::byte> bytes) {
    for (const BufferSegment& segment : chain_.segments) {
        if (!segment.device_writes || bytes.empty()) continue;
        if (at >= segment.bytes) {
            at -= segment.bytes;
            continue;
        }
        const std::size_t part = std::min<std::size_t>(segment.bytes - at, bytes.size());
        report_stale(environment_, queue_, chain_.head, segment.address + at, segment.data + at,
                     part);
        environment_.engine.tell(Operation::access(plain_write, segment.address.value + at, part));
        std::memcpy(segment.data + at, bytes.data(), part);
        bytes = bytes.subspan(part);
        at = 0;
    }
}

}  // namespace xsksim
