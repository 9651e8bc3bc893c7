// SPDX-License-Identifier: GPL-2.0-only
// A split virtqueue (virtio 1.x §2.7) as one sees it who watches its memory.
//
// The k-th buffer that a driver makes available stands in slot k modulo the size, whatever its own
// variables are called and whenever it shows the index; likewise the k-th used one that it takes.
// Where buffers are used in order, the k-th used one is the k-th available one, whatever an entry
// says: not each of them has one.
// Simplified: nothing. See shared_ring.hpp.
#pragma once

#include <cstddef>

#include "models/memory/guest_memory.hpp"
#include "models/ports.hpp"
#include "models/shim/ring/shared_ring.hpp"

namespace xsksim {

class SplitSharedRing final : public SharedRing {
public:
    // Whether guest memory has the whole ring, of a size that a split ring can have.
    static bool lies_in(const GuestMemory& memory, const QueueAddresses& addresses);
    // lies_in() must hold.
    SplitSharedRing(const GuestMemory& memory, const QueueAddresses& addresses,
                    std::uint64_t features);

    std::uint32_t size() const override { return size_; }
    std::uint16_t add(std::uint32_t descriptors) override;
    std::uint16_t available_index() const override;
    std::uint32_t kick_event() const override;
    EventWish wish(std::uint32_t kick_event) const override {
        return EventWish::of_split(kick_event, event_idx_);
    }
    std::optional<std::uint32_t> next_used() const override;
    std::uint32_t take(std::uint32_t descriptors) override;
    std::uint16_t used_event() const override;
    std::uint16_t callback_flags() const override;

private:
    std::uint16_t available_head(std::uint16_t index) const;
    std::uint32_t used_head() const;

    std::uint32_t size_;
    bool event_idx_;
    bool in_order_;
    const std::byte* available_;
    const std::byte* used_;
    std::uint16_t added_ = 0;
    std::uint16_t taken_ = 0;
};

}  // namespace xsksim
