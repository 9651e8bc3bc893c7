// SPDX-License-Identifier: GPL-2.0-only
// A packed virtqueue (virtio 1.2 §2.8) as one sees it who watches its memory.
//
// Both sides go round one ring, each by the descriptors of the buffers that it makes available or
// takes; how many these are the driver's count of free descriptors says. Told are buffers: what the
// two write as offsets is the buffer that the descriptor belongs to (models/buffer_positions.hpp).
// Where buffers are used in order, one used descriptor may be of several: all up to the one that it
// names. They are told one by one.
// Simplified: a buffer counts as available once the call that added it has returned. See
// shared_ring.hpp.
#pragma once

#include <cstddef>
#include <deque>

#include "models/buffer_positions.hpp"
#include "models/memory/guest_memory.hpp"
#include "models/ports.hpp"
#include "models/shim/ring/shared_ring.hpp"

namespace xsksim {

class PackedSharedRing final : public SharedRing {
public:
    // Whether guest memory has the whole ring, of a size that a packed ring can have.
    static bool lies_in(const GuestMemory& memory, const QueueAddresses& addresses);
    // lies_in() must hold.
    PackedSharedRing(const GuestMemory& memory, const QueueAddresses& addresses, bool in_order);

    std::uint32_t size() const override { return size_; }
    std::uint16_t add(std::uint32_t descriptors) override;
    std::uint16_t available_index() const override {
        return static_cast<std::uint16_t>(added_.count());
    }
    std::uint32_t kick_event() const override;
    EventWish wish(std::uint32_t kick_event) const override {
        return EventWish::of_packed(kick_event);
    }
    std::optional<std::uint32_t> next_used() const override;
    std::uint32_t take(std::uint32_t descriptors) override;
    std::uint16_t used_event() const override;
    std::uint16_t callback_flags() const override;

private:
    std::uint16_t word_at(std::int64_t position, std::uint64_t offset) const;
    std::uint32_t take_in_order(std::uint32_t id);

    std::uint32_t size_;
    const std::byte* descriptors_;
    const std::byte* driver_event_;
    const std::byte* device_event_;
    BufferPositions added_, taken_;
    bool in_order_;
    std::deque<std::uint16_t> outstanding_;  // in order: ids, the oldest first
    std::size_t batch_left_ = 0;             // of them, that a used descriptor has shown
};

}  // namespace xsksim
