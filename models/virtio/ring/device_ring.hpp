// SPDX-License-Identifier: GPL-2.0-only
// The device's end of one virtqueue, whatever its format: what a device's packet code may ask of
// it.
//
// Stands for: what vhost and QEMU keep between the rings and their packet code. Implementations:
// SplitRing. A packed ring (virtio 1.1 §2.7 and later) would be another, chosen by
// make_device_ring() where VIRTIO_F_RING_PACKED was negotiated. What it would do:
//   set_up            QueueAddresses has the descriptor ring and the two event suppression
//   structures
//                     under the names descriptors, available and used
//   take, put_back    one descriptor ring; a buffer is available while its avail flag is the wrap
//                     counter and its used flag is not; the position moves by the chain's
//                     descriptors
//   waiting           by walking the descriptors that are available: there is no index to subtract
//   complete, publish a used descriptor is written over the first of the buffer; its flags, and so
//                     its visibility, are withheld until publish(), that of the first one last
//   available_position, used_position   descriptor offset, the wrap counter in bit 15
//   suppress_, enable_notifications     flags and off_wrap of the device event suppression
//   interrupt_wish, decide_interrupt    those of the driver event suppression; with flags DESC the
//   law
//                     of vring_need_event on offsets, corrected by a turn where the wrap counters
//                     differ
//   last_completed ... show_ahead       the same lies, of used descriptors
// One lives from a queue's set-up to its reset. Called in the device's step. No cost, no scheduling
// points, no events.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "models/memory/guest_memory.hpp"
#include "models/ports.hpp"
#include "models/virtio/ring/buffer_chain.hpp"

namespace xsksim {

class Engine;

struct RingFeatures {
    bool event_idx = false;
    bool indirect = false;
};

class DeviceRing {
public:
    enum class Take { taken, empty, bad };
    // About which buffer the device wants to be notified next.
    enum class NotifyAbout { first_not_taken, next_to_come };
    // Up to where a decision on an interrupt looks: what the driver sees, or all that is completed.
    enum class Upto { published, completed };
    struct UsedBuffer {
        std::uint32_t head = 0;
        std::uint32_t written_bytes = 0;
    };

    virtual ~DeviceRing() = default;

    // First of all. Empty when the ring is ready, else why it cannot be.
    virtual std::string_view set_up(const QueueAddresses& addresses, RingFeatures features) = 0;

    // Buffers that the driver made available. `waiting` counts those the device has not taken.
    virtual std::uint16_t waiting() const = 0;
    virtual Take take(BufferChain& chain) = 0;
    // Undoes the last take().
    virtual void put_back() = 0;
    // Why take() refused a chain, and its head.
    virtual std::string_view fault() const = 0;
    virtual std::uint16_t fault_head() const = 0;

    // Buffers given back. complete() writes an entry that the driver does not see before publish().
    virtual void complete(std::uint16_t head, std::uint32_t written_bytes) = 0;
    virtual std::uint16_t unpublished() const = 0;
    virtual void publish() = 0;
    // How many were published since set-up.
    virtual std::uint64_t published_total() const = 0;

    // Notifications from the driver. While they are suppressed an event index stays where it was.
    virtual void suppress_notifications() = 0;
    // With the barrier after which the caller may look again whether it missed one.
    virtual void enable_notifications(NotifyAbout about) = 0;

    // What the driver asks of interrupts, as one word: an event index, or flags. The caller has a
    // full barrier between publish() and this.
    virtual std::uint16_t interrupt_wish() const = 0;
    // Whether what was published or completed since the last decision deserves an interrupt, if the
    // driver asks for `wish`. It is a decision: the next looks at what comes after.
    virtual bool decide_interrupt(std::uint16_t wish, Upto upto) = 0;

    // Positions as both sides tell them to each other: for the trace, nothing is computed with
    // them, and they are no accesses of the device's.
    virtual std::uint16_t waiting_in_truth() const = 0;
    virtual std::uint16_t available_position() const = 0;
    virtual std::uint16_t used_position(Upto upto) const = 0;
    virtual std::uint16_t available_event() const = 0;  // as notifications were enabled last

    // For devices that do not do as they should. The last completed entry must be unpublished.
    virtual UsedBuffer last_completed() const = 0;
    virtual void rewrite_last(UsedBuffer entry) = 0;
    // In groups of so many; whether that changed anything.
    virtual bool reverse_unpublished(std::uint32_t group) = 0;
    // Moves all that the driver will see by so many entries, back if negative, the last completed
    // one with it. Its new place is not written.
    virtual void show_ahead(std::int64_t entries) = 0;
};

// Of the format that was negotiated; the engine is told of each access to it. `signal_window`: see
// InterruptDecision.
std::unique_ptr<DeviceRing> make_device_ring(const Engine& engine, const GuestMemory& memory,
                                             bool signal_window);

}  // namespace xsksim
