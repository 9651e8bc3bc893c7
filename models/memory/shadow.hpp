// SPDX-License-Identifier: GPL-2.0-only
// The arena and its shadow as the parts of guest memory see them: a signed byte of shadow for 8
// bytes of arena. 8: all valid; 1..7: only the first so many; 0: never allocated; negative: the
// ByteState whose low byte it is. The signs make "may these bytes be touched" one comparison, and
// zero for "never allocated" makes a fresh mapping right without being written.
// Stands for: KASAN's shadow (mm/kasan, Linux 5.11), with values of our own.
// Owner: GuestMemory. Offsets and byte counts; offsets handed to mark_*() are multiples of 8.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "models/memory/guest_memory.hpp"

namespace xsksim {

inline constexpr std::size_t granule_bytes = 8;
inline constexpr std::byte poison_freed{0x6b};
inline constexpr std::byte poison_uninitialised{0x5a};

constexpr std::int8_t shadow_of(ByteState state) {
    if (state == ByteState::valid) return granule_bytes;
    if (state == ByteState::never_allocated) return 0;
    return static_cast<std::int8_t>(state);
}

struct Arena {
    std::byte* memory = nullptr;
    std::int8_t* shadow = nullptr;
    std::size_t bytes = 0;
    bool is_tracked = false;  // see GuestArea

    // A last, incomplete granule takes the state as a whole.
    void mark(std::size_t offset, std::size_t count, ByteState state) const {
        std::memset(shadow + offset / granule_bytes, shadow_of(state),
                    (count + granule_bytes - 1) / granule_bytes);
    }
    // Exactly `count` bytes become valid.
    void mark_valid(std::size_t offset, std::size_t count) const {
        std::int8_t* first = shadow + offset / granule_bytes;
        std::memset(first, granule_bytes, count / granule_bytes);
        if (const std::size_t rest = count % granule_bytes)
            first[count / granule_bytes] = static_cast<std::int8_t>(rest);
    }
    // Makes the bytes zero. Large ranges go back to the host, which costs by what was touched of
    // them; small ones stay resident, because faulting a page in again costs more than a memset.
    void zero(std::size_t offset, std::size_t count) const;
};

}  // namespace xsksim
