// SPDX-License-Identifier: GPL-2.0-only
#include "models/shim/ring/split_shared_ring.hpp"

#include <bit>
#include <cstring>

#include "models/split_ring_layout.hpp"
#include "models/virtio_features.hpp"

namespace xsksim {

bool SplitSharedRing::lies_in(const GuestMemory& memory, const QueueAddresses& addresses) {
    return std::has_single_bit(addresses.size) && addresses.size <= ring::size_max &&
           memory.pointer(addresses.available, ring::available_bytes(addresses.size)) != nullptr &&
           memory.pointer(addresses.used, ring::used_bytes(addresses.size)) != nullptr;
}

SplitSharedRing::SplitSharedRing(const GuestMemory& memory, const QueueAddresses& addresses,
                                 std::uint64_t features)
    : size_(addresses.size),
      event_idx_((features & feature::ring_event_idx) != 0),
      in_order_((features & feature::in_order) != 0),
      available_(memory.pointer(addresses.available, ring::available_bytes(addresses.size))),
      used_(memory.pointer(addresses.used, ring::used_bytes(addresses.size))) {}

std::uint16_t SplitSharedRing::add(std::uint32_t /*descriptors*/) {
    return available_head(added_++);
}

std::uint16_t SplitSharedRing::available_head(std::uint16_t index) const {
    return load16(available_ + ring::slots_offset + 2 * (index & (size_ - 1)));
}

std::uint16_t SplitSharedRing::available_index() const {
    return load16(available_ + ring::index_offset);
}

std::uint32_t SplitSharedRing::kick_event() const {
    return load16(used_ + (event_idx_ ? ring::available_event_offset(size_) : ring::flags_offset));
}

std::optional<std::uint32_t> SplitSharedRing::next_used() const {
    if (load16(used_ + ring::index_offset) == taken_) return std::nullopt;
    return used_head();
}

std::uint32_t SplitSharedRing::take(std::uint32_t /*descriptors*/) {
    const std::uint32_t head = used_head();
    ++taken_;
    return head;
}

std::uint32_t SplitSharedRing::used_head() const {
    if (in_order_) return available_head(taken_);
    UsedElement element;
    std::memcpy(&element, used_ + ring::slots_offset + sizeof element * (taken_ & (size_ - 1)),
                sizeof element);
    return element.head;
}

std::uint16_t SplitSharedRing::used_event() const {
    return load16(available_ + ring::used_event_offset(size_));
}

std::uint16_t SplitSharedRing::callback_flags() const {
    return load16(available_ + ring::flags_offset);
}

}  // namespace xsksim
