// SPDX-License-Identifier: GPL-2.0-only
// One buffer as the driver made it available: the descriptors of a chain, direct or indirect,
// flattened, with their guest-physical addresses turned into bytes.
//
// Stands for: the iovec a backend builds from a descriptor chain. Every segment lies wholly in
// guest memory (checked when it was taken); whether the guest still owns that memory is not known
// here. Reused from packet to packet, so that taking a buffer allocates nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "models/memory/guest_memory.hpp"

namespace xsksim {

struct BufferSegment {
    std::byte* data = nullptr;
    std::uint32_t bytes = 0;
    bool device_writes = false;
    GuestPhysical address;
};

struct BufferChain {
    std::uint16_t head = 0;
    std::uint64_t readable_bytes = 0;
    std::uint64_t writable_bytes = 0;
    std::vector<BufferSegment> segments;  // readable ones first

    void clear() {
        readable_bytes = 0;
        writable_bytes = 0;
        segments.clear();
    }

    // The next descriptor of a chain that may have so many. Empty, or why a device refuses it.
    std::string_view append(const GuestMemory& memory, GuestPhysical address, std::uint32_t bytes,
                            bool device_writes, std::size_t segments_max);
};

}  // namespace xsksim
