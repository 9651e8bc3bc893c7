// SPDX-License-Identifier: GPL-2.0-only
#include "models/shim/ring/packed_shared_ring.hpp"

#include <algorithm>

#include "models/packed_ring_layout.hpp"

namespace xsksim {

bool PackedSharedRing::lies_in(const GuestMemory& memory, const QueueAddresses& addresses) {
    const std::uint32_t size = addresses.size;
    return size != 0 && size <= packed::size_max &&
           memory.pointer(addresses.descriptors, packed::descriptors_bytes(size)) != nullptr &&
           memory.pointer(addresses.available, packed::suppression_bytes) != nullptr &&
           memory.pointer(addresses.used, packed::suppression_bytes) != nullptr;
}

PackedSharedRing::PackedSharedRing(const GuestMemory& memory, const QueueAddresses& addresses,
                                   bool in_order)
    : size_(addresses.size),
      descriptors_(memory.pointer(addresses.descriptors, packed::descriptors_bytes(size_))),
      driver_event_(memory.pointer(addresses.available, packed::suppression_bytes)),
      device_event_(memory.pointer(addresses.used, packed::suppression_bytes)),
      added_(size_),
      taken_(size_),
      in_order_(in_order) {}

std::uint16_t PackedSharedRing::word_at(std::int64_t position, std::uint64_t offset) const {
    return load16(descriptors_ + sizeof(PackedDescriptor) * packed::offset_of(position, size_) +
                  offset);
}

std::uint16_t PackedSharedRing::add(std::uint32_t descriptors) {
    added_.add(descriptors);
    const std::uint16_t id = word_at(added_.end() - 1, packed::id_offset);
    if (in_order_) outstanding_.push_back(id);
    return id;
}

std::uint32_t PackedSharedRing::kick_event() const {
    const std::uint16_t flags = load16(device_event_ + packed::event_flags_offset);
    const std::uint16_t word = load16(device_event_ + packed::off_wrap_offset);
    if (flags != static_cast<std::uint16_t>(packed::EventFlags::descriptor))
        return EventWish::told_of_packed(flags, 0);
    const auto buffer =
        added_.buffer_at(packed::event_position(word, added_.end(), added_.end(), size_));
    return EventWish::told_of_packed(flags, static_cast<std::uint16_t>(buffer));
}

std::optional<std::uint32_t> PackedSharedRing::next_used() const {
    if (batch_left_ > 0) return outstanding_.front();
    const std::int64_t position = taken_.end();
    if (!packed::is_used(word_at(position, packed::flags_offset), position, size_))
        return std::nullopt;
    if (in_order_ && !outstanding_.empty()) return outstanding_.front();
    return word_at(position, packed::id_offset);
}

std::uint32_t PackedSharedRing::take(std::uint32_t descriptors) {
    const std::uint32_t id = word_at(taken_.end(), packed::id_offset);
    taken_.add(descriptors);
    return in_order_ && !outstanding_.empty() ? take_in_order(id) : id;
}

// `id`: of the used descriptor, where a batch begins. One that is nobody's is of all.
std::uint32_t PackedSharedRing::take_in_order(std::uint32_t id) {
    if (batch_left_ == 0) {
        const auto last = std::ranges::find(outstanding_, id);
        batch_left_ = static_cast<std::size_t>(last - outstanding_.begin()) +
                      (last == outstanding_.end() ? 0 : 1);
    }
    const std::uint16_t head = outstanding_.front();
    outstanding_.pop_front();
    --batch_left_;
    return head;
}

// What is outstanding is used in the order in which it was added.
std::uint16_t PackedSharedRing::used_event() const {
    const std::uint16_t word = load16(driver_event_ + packed::off_wrap_offset);
    const std::int64_t position = packed::event_position(word, taken_.end(), added_.end(), size_);
    const BufferPositions& order = position < taken_.end() ? taken_ : added_;
    return static_cast<std::uint16_t>(order.buffer_at(position));
}

std::uint16_t PackedSharedRing::callback_flags() const {
    return load16(driver_event_ + packed::event_flags_offset);
}

}  // namespace xsksim
