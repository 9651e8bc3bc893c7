// SPDX-License-Identifier: GPL-2.0-only
// A UMEM's address rules: which descriptors are valid, and where an address lies.
//
// Stands for: xp_validate_desc and xp_raw_get_data (net/xdp/xsk_queue.h, xsk_buff_pool.c, Linux
// 5.11). In aligned mode an address is an offset into the UMEM; in unaligned mode its upper 16 bits
// are an offset to be added to the lower 48.
// 5.11 as it is: a descriptor of length 0 is valid; an aligned one that ends exactly at its chunk's
// end is not (mended in 5.14); an unaligned one may run over the UMEM's end, and over page borders,
// since the pool has no DMA pages (the driver cleared need_dma).
// Plain values, no scheduling points, no cost.
#pragma once

#include <cstdint>

#include "models/ports.hpp"

namespace xsksim {

struct XskUmem {
    GuestPhysical start;
    std::uint64_t bytes = 0;
    std::uint32_t chunk_bytes = 0;
    bool unaligned = false;

    // The offset into the UMEM that an address of a descriptor or completion stands for.
    std::uint64_t offset_of(std::uint64_t addr) const {
        if (!unaligned) return addr;
        return (addr & base_mask) + (addr >> base_bits);
    }
    bool is_valid(const XskDescriptor& desc) const {
        if (desc.options != 0) return false;
        return unaligned ? is_valid_unaligned(desc) : is_valid_aligned(desc);
    }
    std::uint64_t pages() const {
        return (bytes + GuestMemory::page_bytes - 1) / GuestMemory::page_bytes;
    }

private:
    static constexpr unsigned base_bits = 48;
    static constexpr std::uint64_t base_mask = (std::uint64_t{1} << base_bits) - 1;

    bool is_valid_aligned(const XskDescriptor& desc) const {
        const std::uint64_t chunk_mask = ~std::uint64_t{chunk_bytes - 1};
        const std::uint64_t chunk = desc.addr & chunk_mask;
        return chunk == ((desc.addr + desc.len) & chunk_mask) && chunk < bytes;
    }
    bool is_valid_unaligned(const XskDescriptor& desc) const {
        return desc.len <= chunk_bytes && (desc.addr & base_mask) < bytes &&
               offset_of(desc.addr) < bytes;
    }
};

}  // namespace xsksim
