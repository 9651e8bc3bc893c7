// SPDX-License-Identifier: GPL-2.0-only
// The device's end of one virtqueue, whatever its format: what a device's packet code may ask of
// it.
//
// Stands for: what vhost and QEMU keep between the rings and their packet code. Implementations:
// SplitRing and PackedRing; which of them was negotiated says RingFeatures.
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
    bool packed = false;
    bool event_idx = false;
    bool indirect = false;
    // Used in order; what is published at one time has one entry, of the last.
    bool in_order_batches = false;
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

    // What the driver asks of interrupts, as events tell it (models/events/event_wish.hpp). The
    // caller has a full barrier between publish() and this.
    virtual std::uint32_t interrupt_wish() const = 0;
    // Whether what was published or completed since the last decision deserves an interrupt, if the
    // driver asks for `wish`. It is a decision: the next looks at what comes after.
    virtual bool decide_interrupt(std::uint32_t wish, Upto upto) = 0;

    // How many buffers either side has come along with, modulo 2^16: for the trace, nothing is
    // computed with them, and they are no accesses of the device's.
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
    // Of a packed ring: the last completed entry will carry the wrap counter of the turn before;
    // the device goes on so many descriptors further behind it. False where that cannot be.
    virtual bool turn_back_last() { return false; }
    virtual bool skip_behind_last(std::uint32_t /*descriptors*/) { return false; }
};

// Of the format that was negotiated; the engine is told of each access to it. `signal_window`: see
// InterruptDecision.
std::unique_ptr<DeviceRing> make_device_ring(const Engine& engine, const GuestMemory& memory,
                                             RingFeatures features, bool signal_window);

}  // namespace xsksim
