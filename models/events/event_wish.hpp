// SPDX-License-Identifier: GPL-2.0-only
// What one side of a virtqueue asks the other to tell it of: always, never, or when an index is
// passed.
//
// Real counterparts: of a split ring used_event and avail_event, or the flags without EVENT_IDX
// (virtio 1.2 §2.7.7, §2.7.10); of a packed ring its event suppression structures (§2.8.10). Events
// (dev_signal, vq_kick_prepare) carry a wish as one number: of a split ring the word itself, of a
// packed one the buffer whose descriptor the index names, with the structure's flags above it.
// Users: both sides' rings, and whoever reads the events.
#pragma once

#include <cstdint>

namespace xsksim {

struct EventWish {
    enum class When { always, never, at_index };
    When when = When::always;
    std::uint16_t index = 0;

    // A split ring's.
    static EventWish of_split(std::uint64_t told, bool event_idx) {
        if (event_idx) return {When::at_index, static_cast<std::uint16_t>(told)};
        return {(told & 1) != 0 ? When::never : When::always, 0};
    }
    // A packed ring's: the flags of §2.8.10 in bits 16 and 17, the buffer below.
    static std::uint32_t told_of_packed(std::uint16_t flags, std::uint16_t buffer) {
        return std::uint32_t{flags} << 16 | buffer;
    }
    static EventWish of_packed(std::uint64_t told) {
        const auto flags = static_cast<std::uint16_t>(told >> 16);
        if (flags == 2) return {When::at_index, static_cast<std::uint16_t>(told)};
        return {flags == 1 ? When::never : When::always, 0};
    }
};

}  // namespace xsksim
