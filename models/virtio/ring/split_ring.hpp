// SPDX-License-Identifier: GPL-2.0-only
// The device's view of one split virtqueue in guest memory.
//
// Real counterpart: virtio 1.x §2.7, device side; what vhost and QEMU do between the rings and
// their packet code. Reads real descriptors, direct and indirect, and trusts none of them: a chain
// that leaves the table, loops, lies outside guest memory, is empty or breaks the order of readable
// and writable descriptors is refused with a reason (fault()), and the ring position stays.
// Barriers as vhost has them: a full one after notifications are enabled, before the caller looks
// at the available index again, and one before used_event or the flags are read (full_barrier()).
// Simplified: the ring memory itself is not re-checked after set_up.
// Owner: a queue of the device; called in its step. No cost, no scheduling points, no events.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

#include "models/memory/guest_memory.hpp"
#include "models/ports.hpp"
#include "models/virtio/ring/buffer_chain.hpp"
#include "models/virtio/ring/ring_layout.hpp"
#include "sim/core/engine.hpp"

namespace xsksim {

class SplitRing {
public:
    struct Features {
        bool event_idx = false;
        bool indirect = false;
    };
    enum class Take { taken, empty, bad };

    // The engine is told of each access to the ring (Engine::tell).
    SplitRing(const Engine& engine, const GuestMemory& memory) : engine_(engine), memory_(memory) {}

    // Empty when the ring is ready, else why it cannot be (virtio 1.x §2.7.1: size, alignment).
    std::string_view set_up(const QueueAddresses& addresses, Features features);
    void reset();
    bool is_ready() const { return size_ != 0; }
    std::uint32_t size() const { return size_; }
    bool event_idx() const { return features_.event_idx; }

    // Available side. `waiting` counts entries the device has not taken.
    std::uint16_t available_index() const { return load16(available_ + ring::index_offset); }
    std::uint16_t last_available() const { return last_available_; }
    std::uint16_t waiting() const { return ring::distance(last_available_, available_index()); }
    // The same two for the trace, where the device does not look.
    std::uint16_t available_index_in_truth() const {
        return *reinterpret_cast<const std::uint16_t*>(available_ + ring::index_offset);
    }
    std::uint16_t waiting_in_truth() const {
        return ring::distance(last_available_, available_index_in_truth());
    }
    Take take(BufferChain& chain);
    // Undoes the last take().
    void put_back() { --last_available_; }
    std::string_view fault() const { return fault_; }
    // The head of the chain that take() refused.
    std::uint16_t fault_head() const { return fault_head_; }

    // Used side. complete() writes an element that the driver does not see before publish().
    void complete(std::uint16_t head, std::uint32_t written_bytes);
    std::uint16_t unpublished() const { return ring::distance(published_, completed_); }
    // The used index, and what it will be, as the driver sees them.
    std::uint16_t published() const { return shown(published_); }
    std::uint16_t completed() const { return shown(completed_); }
    void publish();

    // For devices that do not do as they should. The last completed element must be unpublished.
    UsedElement last_completed() const;
    void rewrite_last(UsedElement element);
    // In groups of so many; whether that changed anything.
    bool reverse_unpublished(std::uint32_t group);
    // Moves all that the driver will see by so many entries, the last completed one with it. Its
    // new slot is not written.
    void shift(std::uint16_t entries) { shift_ = static_cast<std::uint16_t>(shift_ + entries); }

    // Notifications from the driver (virtio 1.x §2.7.10). While suppressed under EVENT_IDX the
    // event index stays where it was, behind the driver, until it comes round after 65,536 entries.
    void suppress_notifications();
    void enable_notifications(std::uint16_t available_event);
    // As it was enabled last, also without EVENT_IDX.
    std::uint16_t available_event() const { return available_event_; }

    // Between the used index store and reading what the driver asks of interrupts.
    void full_barrier() const { memory_.full_barrier(); }
    // What the driver asks of interrupts (§2.7.7).
    std::uint16_t used_event() const { return load16(available_ + ring::used_event_offset(size_)); }
    std::uint16_t available_flags() const { return load16(available_ + ring::flags_offset); }

private:
    // Where a chain's descriptors lie: the ring's table or an indirect one.
    struct Table {
        const std::byte* first = nullptr;
        std::uint32_t entries = 0;
        bool is_indirect = false;
    };

    std::uint16_t shown(std::uint16_t index) const {
        return static_cast<std::uint16_t>(index + shift_);
    }
    std::byte* used_slot(std::uint16_t index) const;
    void tell(AccessKind how, const std::byte* at, std::size_t bytes) const {
        engine_.tell(Operation::access(how, memory_.physical(at).value, bytes));
    }
    void load(void* into, const std::byte* from, std::size_t bytes, AccessKind how) const {
        tell(how, from, bytes);
        std::memcpy(into, from, bytes);
    }
    void store(std::byte* to, const void* from, std::size_t bytes, AccessKind how) const {
        tell(how, to, bytes);
        std::memcpy(to, from, bytes);
    }
    std::uint16_t load16(const std::byte* from, AccessKind how = marked_read) const {
        std::uint16_t value = 0;
        load(&value, from, sizeof value, how);
        return value;
    }
    void store16(std::byte* to, std::uint16_t value) const;
    bool refuse(std::string_view why);
    bool walk(BufferChain& chain, Table table, std::uint16_t index);
    bool enter_indirect(BufferChain& chain, const RingDescriptor& descriptor, bool nested);
    bool append(BufferChain& chain, const RingDescriptor& descriptor);

    const Engine& engine_;
    const GuestMemory& memory_;
    std::uint32_t size_ = 0;
    Features features_;
    std::byte* descriptors_ = nullptr;
    std::byte* available_ = nullptr;
    std::byte* used_ = nullptr;
    std::uint16_t last_available_ = 0;
    std::uint16_t completed_ = 0;
    std::uint16_t published_ = 0;
    std::uint16_t shift_ = 0;  // what the driver sees is so far ahead of the truth
    std::uint16_t available_event_ = 0;
    std::uint16_t fault_head_ = 0;
    std::string_view fault_;
};

}  // namespace xsksim
