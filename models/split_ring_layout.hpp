// SPDX-License-Identifier: GPL-2.0-only
// The split virtqueue as it lies in guest memory, and the arithmetic of its free-running indices.
//
// Stands for: virtio 1.x §2.7 (struct virtq_desc, virtq_avail, virtq_used, virtq_used_elem). Own
// declarations: the device includes no kernel header; a test holds both layouts equal.
// Little-endian; the host must be, too.
// Simplified: nothing. Users: the split ring as the device has it (models/virtio/ring) and as one
// sees it who watches its memory (models/shim/ring); nobody else. No cost, no scheduling points.
#pragma once

#include <bit>
#include <cstdint>

namespace xsksim {

static_assert(std::endian::native == std::endian::little, "ring words are little-endian");

struct RingDescriptor {
    std::uint64_t address = 0;
    std::uint32_t bytes = 0;
    std::uint16_t flags = 0;
    std::uint16_t next = 0;
};
static_assert(sizeof(RingDescriptor) == 16);

struct UsedElement {
    std::uint32_t head = 0;
    std::uint32_t written_bytes = 0;
};
static_assert(sizeof(UsedElement) == 8);

namespace ring {

inline constexpr std::uint16_t descriptor_next = 1;
inline constexpr std::uint16_t descriptor_device_writes = 2;
inline constexpr std::uint16_t descriptor_indirect = 4;

inline constexpr std::uint16_t available_no_interrupt = 1;
inline constexpr std::uint16_t used_no_notify = 1;

// Offsets in the available and the used area; both begin with flags, then the index.
inline constexpr std::uint64_t flags_offset = 0;
inline constexpr std::uint64_t index_offset = 2;
inline constexpr std::uint64_t slots_offset = 4;
constexpr std::uint64_t used_event_offset(std::uint64_t size) { return slots_offset + 2 * size; }
constexpr std::uint64_t available_event_offset(std::uint64_t size) {
    return slots_offset + sizeof(UsedElement) * size;
}
constexpr std::uint64_t descriptors_bytes(std::uint64_t size) {
    return sizeof(RingDescriptor) * size;
}
constexpr std::uint64_t available_bytes(std::uint64_t size) { return used_event_offset(size) + 2; }
constexpr std::uint64_t used_bytes(std::uint64_t size) { return available_event_offset(size) + 2; }

inline constexpr std::uint32_t size_max = 32768;

// How far a free-running index moved, through any wrap.
constexpr std::uint16_t distance(std::uint16_t from, std::uint16_t to) {
    return static_cast<std::uint16_t>(to - from);
}

// The EVENT_IDX law (virtio 1.x §2.7.7, §2.7.10): moving an index from `before` to `after` passes
// `event` when the entry of that index is among the new ones, event in [before, after).
constexpr bool passes_event(std::uint16_t event, std::uint16_t before, std::uint16_t after) {
    return distance(before, event) < distance(before, after);
}

}  // namespace ring

}  // namespace xsksim
