// SPDX-License-Identifier: GPL-2.0-only
// Stand-ins for struct page: one address a guest page that nobody may dereference.
// Stands for: vmemmap (arch/x86/include/asm/page_64.h, Linux 5.11): 64 bytes a page at a fixed
// address, so that the low bits are free for a scatterlist's flags. No scheduling points, no cost.
#pragma once

#include <cstdint>
#include <optional>

#include "models/memory/guest_memory.hpp"

namespace xsksim {

inline constexpr std::uint64_t vmemmap_base = 0xffff'ea00'0000'0000;
inline constexpr std::uint64_t page_struct_bytes = 64;

inline void* page_handle(GuestPhysical address) {
    const std::uint64_t frame = address.value / GuestMemory::page_bytes;
    return reinterpret_cast<void*>(vmemmap_base + frame * page_struct_bytes);
}

// The page's first byte; nullopt if it is no handle of a page of `memory`.
inline std::optional<GuestPhysical> page_address(const GuestMemory& memory, const void* page) {
    const std::uint64_t offset = reinterpret_cast<std::uintptr_t>(page) - vmemmap_base;
    if (offset % page_struct_bytes != 0) return std::nullopt;
    const GuestPhysical address{offset / page_struct_bytes * GuestMemory::page_bytes};
    if (memory.pointer(address, GuestMemory::page_bytes) == nullptr) return std::nullopt;
    return address;
}

}  // namespace xsksim
