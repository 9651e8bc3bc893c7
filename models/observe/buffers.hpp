// SPDX-License-Identifier: GPL-2.0-only
// What events say of every virtqueue and of each buffer in it, by the head of its descriptors: from
// its add, through the device, until it is taken back.
#pragma once

#include <cstdint>

#include "models/events.hpp"
#include "models/events/event_wish.hpp"
#include "models/observe/umem_map.hpp"
#include "models/queue_map.hpp"
#include "sim/core/table.hpp"

namespace xsksim {

enum class PacketKind : std::uint8_t { unknown, frame, datagram, xdp };

// A frame of the AF_XDP sockets (and which chunk of the UMEM it lies in), a frame that an XDP
// program sends, or a datagram.
struct Packet {
    PacketKind kind = PacketKind::unknown;
    std::uint64_t chunk = no_chunk;  // of a frame
};

struct Buffer {
    std::uint64_t descriptors = 0;  // of the ring that it takes; 0: it is not in the queue
    bool is_taken = false;          // the device has it, and has neither sent nor refused it
    Packet packet;                  // since the device took it; of a transmit queue
    GuestAddress header, payload;   // likewise
    std::uint64_t bytes = 0;        // on the wire
};

class Buffers {
public:
    struct Queue {
        bool is_set_up = false;
        bool event_idx = true;
        bool packed = false;
        std::uint64_t size = 0;
        std::uint64_t outstanding = 0;  // descriptors of buffers in the queue
        std::uint16_t used_index = 0;   // as published
        Table<Buffer> by_head;
    };

    // One that was never set up, where there is none of that number.
    const Queue& queue(std::uint64_t number) const {
        static const Queue none;
        const Queue* found = queues_.find(number);
        return found == nullptr ? none : *found;
    }
    // What a side of the queue asks of the other, as events tell it.
    static EventWish wish(const Queue& queue, std::uint64_t told) {
        return queue.packed ? EventWish::of_packed(told)
                            : EventWish::of_split(told, queue.event_idx);
    }
    // What each queue is for, as its set-up said.
    const QueueMap& places() const { return places_; }
    // The buffer that the event is about (an add, a take, a packet on the wire or refused, a taken
    // back one), as it was before.
    const Buffer& before() const { return before_; }

    void on(const event::VqSetup& setup) {
        places_.set(
            static_cast<QueueIndex>(setup.queue),
            {setup.role, static_cast<PairIndex>(setup.pair), static_cast<Vector>(setup.vector)});
        queues_[setup.queue] = {.is_set_up = true,
                                .event_idx = setup.event_idx,
                                .packed = setup.packed,
                                .size = setup.size,
                                .by_head = {}};
    }
    void on(const event::DevPublish& publish) {
        queues_[publish.queue].used_index = static_cast<std::uint16_t>(publish.new_idx);
    }
    void on(const event::VqAdd& add) {
        Queue& queue = queues_[add.queue];
        Buffer& buffer = looked_at(queue, add.head);
        queue.outstanding += add.descriptors - buffer.descriptors;
        buffer.descriptors = add.descriptors;
    }
    void on(const event::VqGetBuf& got) {
        Queue& queue = queues_[got.queue];
        Buffer& buffer = looked_at(queue, got.head);
        queue.outstanding -= buffer.descriptors;
        buffer = {};
    }
    void on(const event::DevTake& take, const Packet& packet) {
        Buffer& buffer = looked_at(queues_[take.queue], take.head);
        buffer.is_taken = true;
        buffer.packet = packet;
        buffer.header = take.header_gpa;
        buffer.payload = take.payload_gpa;
    }
    void on(const event::DevWire& wire) {
        Buffer& buffer = looked_at(queues_[wire.queue], wire.head);
        buffer.is_taken = false;
        buffer.bytes = wire.len;
    }
    void on(const event::DevBad& bad) { looked_at(queues_[bad.queue], bad.head).is_taken = false; }

private:
    Buffer& looked_at(Queue& queue, std::uint64_t head) {
        Buffer& buffer = queue.by_head[head];
        before_ = buffer;
        return buffer;
    }

    Table<Queue> queues_;  // by number
    QueueMap places_;
    Buffer before_;
};

}  // namespace xsksim
