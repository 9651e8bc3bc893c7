// SPDX-License-Identifier: GPL-2.0-only
// The device's view of one packed virtqueue in guest memory.
//
// Real counterpart: virtio 1.2 §2.8, device side, as QEMU's hw/virtio/virtio.c has it (vhost in the
// kernel has none). Reads real descriptors, direct and indirect, and trusts none of them: a chain
// that is longer than the ring, lies outside guest memory, is empty or breaks the order of readable
// and writable descriptors is refused with a reason (fault()), and the position stays.
// A used buffer's id and length are written when it becomes visible, and the flags that show it
// behind them; of several the first one's last, so that the driver sees all or none.
// Barriers as in a split ring: a full one after notifications are enabled, before the caller looks
// for descriptors again; the caller has one before the driver's suppression structure is read.
// Told are buffers, not descriptors: an index that the other side writes as an offset is the buffer
// that the descriptor belongs to (models/buffer_positions.hpp).
// Simplified: the ring memory itself is not re-checked after set_up. See device_ring.hpp.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "models/buffer_positions.hpp"
#include "models/memory/guest_memory.hpp"
#include "models/packed_ring_layout.hpp"
#include "models/virtio/ring/buffer_chain.hpp"
#include "models/virtio/ring/device_ring.hpp"
#include "models/virtio/ring/interrupt_decision.hpp"
#include "models/virtio/ring/ring_memory.hpp"
#include "sim/core/engine.hpp"

namespace xsksim {

class PackedRing final : public DeviceRing {
public:
    // The engine is told of each access to the ring (Engine::tell).
    PackedRing(const Engine& engine, const GuestMemory& memory, bool signal_window = true)
        : memory_(engine, memory), decision_(signal_window) {}

    // Why not: §2.8.10 (size, alignment).
    std::string_view set_up(const QueueAddresses& addresses, RingFeatures features) override;

    std::uint16_t waiting() const override;
    std::uint16_t waiting_in_truth() const override;
    Take take(BufferChain& chain) override;
    void put_back() override { taken_.take_back(); }
    std::string_view fault() const override { return fault_; }
    std::uint16_t fault_head() const override { return fault_head_; }

    void complete(std::uint16_t head, std::uint32_t written_bytes) override;
    std::uint16_t unpublished() const override {
        return static_cast<std::uint16_t>(completed_ - published_);
    }
    void publish() override;
    std::uint64_t published_total() const override { return published_; }

    // §2.8.10: by the flags of the device's structure, whatever was negotiated.
    void suppress_notifications() override;
    void enable_notifications(NotifyAbout about) override;

    std::uint32_t interrupt_wish() const override;
    bool decide_interrupt(std::uint32_t wish, Upto upto) override;

    std::uint16_t available_position() const override;
    std::uint16_t used_position(Upto upto) const override;
    std::uint16_t available_event() const override { return available_event_; }

    UsedBuffer last_completed() const override;
    void rewrite_last(UsedBuffer entry) override;
    bool reverse_unpublished(std::uint32_t group) override;
    // Ahead: flags turn that nobody wrote an id under. Not back, as there is no index.
    void show_ahead(std::int64_t entries) override;
    bool turn_back_last() override;
    bool skip_behind_last(std::uint32_t descriptors) override;

private:
    struct Completed {
        UsedBuffer entry;
        std::uint32_t descriptors = 1;
        bool is_true = true;     // it was completed
        bool is_written = true;  // its id and length are
        bool is_turned_back = false;
        std::uint32_t skipped = 0;  // descriptors behind it
    };

    void look_for_more() const;
    std::uint16_t flags_at(std::int64_t position) const;
    bool walk(BufferChain& chain, std::uint32_t& descriptors);
    bool enter_indirect(BufferChain& chain, const PackedDescriptor& descriptor);
    bool append(BufferChain& chain, const PackedDescriptor& descriptor);
    bool refuse(std::string_view why);
    std::byte* slot(std::int64_t position) const {
        return descriptors_ + sizeof(PackedDescriptor) * packed::offset_of(position, size_);
    }
    PackedDescriptor descriptor_at(const std::byte* from) const;
    void write_used(const Completed& used, std::int64_t position) const;
    std::uint16_t flags_of(const Completed& used, std::int64_t position) const;
    void set_event_flags(packed::EventFlags flags) const;

    const RingMemory memory_;
    InterruptDecision decision_;
    std::uint32_t size_ = 0;
    RingFeatures features_;
    std::byte* descriptors_ = nullptr;
    std::byte* driver_event_ = nullptr;
    std::byte* device_event_ = nullptr;

    BufferPositions taken_{0}, used_{0};  // in the order of each
    std::vector<std::uint32_t> lengths_;  // in descriptors of the ring, by id
    std::vector<Completed> unpublished_;  // with what was never completed, where it lies
    std::uint64_t completed_ = 0, published_ = 0;
    std::int64_t returned_end_ = 0;   // of what was published in truth
    std::uint64_t shown_ahead_ = 0;   // entries that the driver sees, and are not true
    bool decided_ahead_ = false;      // on what is completed, before it is published
    mutable std::uint64_t seen_ = 0;  // buffers that were found to be available
    mutable std::int64_t seen_end_ = 0;
    std::uint16_t available_event_ = 0;
    std::uint16_t fault_head_ = 0;
    std::string_view fault_;
};

}  // namespace xsksim
