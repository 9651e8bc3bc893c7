// SPDX-License-Identifier: GPL-2.0-only
// The device's view of one split virtqueue in guest memory.
//
// Real counterpart: virtio 1.x §2.7, device side; what vhost and QEMU do between the rings and
// their packet code. Reads real descriptors, direct and indirect, and trusts none of them: a chain
// that leaves the table, loops, lies outside guest memory, is empty or breaks the order of readable
// and writable descriptors is refused with a reason (fault()), and the ring position stays.
// Barriers as vhost has them: a full one after notifications are enabled, before the caller looks
// at the available index again; the caller has one before used_event or the flags are read.
// Simplified: the ring memory itself is not re-checked after set_up. See device_ring.hpp.
#pragma once

#include <cstdint>
#include <string_view>

#include "models/memory/guest_memory.hpp"
#include "models/split_ring_layout.hpp"
#include "models/virtio/ring/buffer_chain.hpp"
#include "models/virtio/ring/device_ring.hpp"
#include "models/virtio/ring/interrupt_decision.hpp"
#include "models/virtio/ring/ring_memory.hpp"
#include "sim/core/engine.hpp"

namespace xsksim {

class SplitRing final : public DeviceRing {
public:
    // The engine is told of each access to the ring (Engine::tell).
    SplitRing(const Engine& engine, const GuestMemory& memory, bool signal_window = true)
        : memory_(engine, memory), decision_(signal_window) {}

    // Why not: virtio 1.x §2.7.1 (size, alignment).
    std::string_view set_up(const QueueAddresses& addresses, RingFeatures features) override;

    std::uint16_t waiting() const override {
        return ring::distance(last_available_, available_index());
    }
    std::uint16_t waiting_in_truth() const override {
        return ring::distance(last_available_, available_position());
    }
    Take take(BufferChain& chain) override;
    void put_back() override { --last_available_; }
    std::string_view fault() const override { return fault_; }
    std::uint16_t fault_head() const override { return fault_head_; }

    void complete(std::uint16_t head, std::uint32_t written_bytes) override;
    std::uint16_t unpublished() const override { return ring::distance(published_, completed_); }
    void publish() override;
    std::uint64_t published_total() const override { return published_total_; }

    // §2.7.10. Under EVENT_IDX the event index that stays is behind the driver, until it comes
    // round after 65,536 entries.
    void suppress_notifications() override;
    void enable_notifications(NotifyAbout about) override;

    // §2.7.7.
    std::uint32_t interrupt_wish() const override;
    bool decide_interrupt(std::uint32_t wish, Upto upto) override;

    std::uint16_t available_position() const override {
        return *reinterpret_cast<const std::uint16_t*>(available_ + ring::index_offset);
    }
    std::uint16_t used_position(Upto upto) const override {
        return shown(upto == Upto::published ? published_ : completed_);
    }
    std::uint16_t available_event() const override { return available_event_; }

    UsedBuffer last_completed() const override;
    void rewrite_last(UsedBuffer entry) override;
    bool reverse_unpublished(std::uint32_t group) override;
    void show_ahead(std::int64_t entries) override {
        shift_ = static_cast<std::uint16_t>(shift_ + entries);
    }

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
    void forget_all();
    std::uint16_t available_index() const {
        return memory_.load16(available_ + ring::index_offset);
    }
    std::byte* used_slot(std::uint16_t index) const;
    std::byte* slot_of_last_completed() const;
    bool refuse(std::string_view why);
    bool walk(BufferChain& chain, Table table, std::uint16_t index);
    bool enter_indirect(BufferChain& chain, const RingDescriptor& descriptor, bool nested);
    bool append(BufferChain& chain, const RingDescriptor& descriptor);

    const RingMemory memory_;
    InterruptDecision decision_;
    std::uint32_t size_ = 0;
    RingFeatures features_;
    std::byte* descriptors_ = nullptr;
    std::byte* available_ = nullptr;
    std::byte* used_ = nullptr;
    std::uint16_t last_available_ = 0;
    std::uint16_t completed_ = 0;
    std::uint16_t published_ = 0;
    std::uint16_t told_ = 0;  // the used index as it was published last
    std::uint64_t published_total_ = 0;
    bool decided_ahead_ = false;  // on what is completed, before it is published
    std::uint16_t shift_ = 0;     // what the driver sees is so far ahead of the truth
    std::uint16_t available_event_ = 0;
    std::uint16_t fault_head_ = 0;
    std::string_view fault_;
};

}  // namespace xsksim
