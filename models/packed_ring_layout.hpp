// SPDX-License-Identifier: GPL-2.0-only
// The packed virtqueue as it lies in guest memory, and its positions.
//
// Stands for: virtio 1.2 §2.8 (struct pvirtq_desc, pvirtq_event_suppress). Own declarations: the
// device includes no kernel header. Little-endian; the host must be, too.
// A place in the ring is an offset and a wrap counter, which begins at 1 and turns with each time
// round. Here it is a position, which never turns: place = position modulo the size, and the wrap
// counter is 1 in even turns.
// Simplified: nothing. Users: the packed ring as the device has it (models/virtio/ring) and as one
// sees it who watches its memory (models/shim/ring); nobody else. No cost, no scheduling points.
#pragma once

#include <bit>
#include <cstdint>

namespace xsksim {

static_assert(std::endian::native == std::endian::little, "ring words are little-endian");

struct PackedDescriptor {
    std::uint64_t address = 0;
    std::uint32_t bytes = 0;
    std::uint16_t id = 0;
    std::uint16_t flags = 0;
};
static_assert(sizeof(PackedDescriptor) == 16);

namespace packed {

inline constexpr std::uint64_t id_offset = 12, bytes_offset = 8, flags_offset = 14;
// Beside those of a split ring's descriptors.
inline constexpr std::uint16_t available = 1 << 7, used = 1 << 15;

// Of an event suppression structure: both sides have one that the other reads.
inline constexpr std::uint64_t suppression_bytes = 4, off_wrap_offset = 0, event_flags_offset = 2;
enum class EventFlags : std::uint16_t { enable = 0, disable = 1, descriptor = 2 };

inline constexpr std::uint32_t size_max = 32768;

constexpr std::uint64_t descriptors_bytes(std::uint64_t size) {
    return sizeof(PackedDescriptor) * size;
}
constexpr std::uint64_t offset_of(std::int64_t position, std::uint32_t size) {
    return static_cast<std::uint64_t>(position) % size;
}
constexpr bool wrap_of(std::int64_t position, std::uint32_t size) {
    return static_cast<std::uint64_t>(position) / size % 2 == 0;
}
// Of a descriptor at that position that the device may take, or that it has used.
constexpr bool is_available(std::uint16_t flags, std::int64_t position, std::uint32_t size) {
    const bool wrap = wrap_of(position, size);
    return ((flags & available) != 0) == wrap && ((flags & used) != 0) != wrap;
}
constexpr bool is_used(std::uint16_t flags, std::int64_t position, std::uint32_t size) {
    const bool wrap = wrap_of(position, size);
    return ((flags & available) != 0) == wrap && ((flags & used) != 0) == wrap;
}
constexpr std::uint16_t used_flags(std::int64_t position, std::uint32_t size) {
    return wrap_of(position, size) ? available | used : 0;
}

constexpr std::uint16_t off_wrap_of(std::int64_t position, std::uint32_t size) {
    return static_cast<std::uint16_t>(offset_of(position, size) |
                                      (wrap_of(position, size) ? 0x8000U : 0U));
}
// The position that an event's word means to one who stands at `by`, while nothing lies behind
// `until`. Where its wrap counter is not his, it lies one turn back (§2.8.10), or else in the next.
constexpr std::int64_t event_position(std::uint16_t off_wrap, std::int64_t by, std::int64_t until,
                                      std::uint32_t size) {
    const std::int64_t turn = by - static_cast<std::int64_t>(offset_of(by, size));
    const bool same_turn = ((off_wrap & 0x8000U) != 0) == wrap_of(by, size);
    const std::int64_t position =
        turn + (off_wrap & 0x7fffU) - (same_turn ? 0 : std::int64_t{size});
    const std::int64_t later = position + 2 * std::int64_t{size};
    return position < by && later <= until ? later : position;
}

}  // namespace packed

}  // namespace xsksim
