// SPDX-License-Identifier: GPL-2.0-only
// Where each pair's UMEM lies in guest memory, from umem_register events: tells a packet of the
// AF_XDP socket from one of the kernel, and a guest-physical address from the frame it is in.
#pragma once

#include <cstdint>

#include "models/events.hpp"
#include "sim/core/table.hpp"

namespace xsksim {

constexpr std::uint64_t no_chunk = UINT64_MAX;

class UmemMap {
public:
    void on(const event::UmemRegister& umem) {
        Region& region = regions_[umem.pair];
        region = {umem.gpa.value, umem.bytes, umem.chunk == 0 ? 2048 : umem.chunk, 0};
        while ((std::uint64_t{1} << region.shift) < region.chunk) ++region.shift;
        if ((std::uint64_t{1} << region.shift) != region.chunk) region.shift = no_shift;
    }
    // The chunk of the pair's UMEM in which a guest-physical address lies, or no_chunk.
    std::uint64_t chunk_of(std::uint64_t pair, GuestAddress address) const {
        const std::uint64_t gpa = address.value;
        const Region* region = regions_.find(pair);
        if (region == nullptr || gpa - region->gpa >= region->bytes) return no_chunk;
        return divide(*region, gpa - region->gpa);
    }
    // The unaligned form of an address has an offset in its upper 16 bits.
    static FrameAddress plain(FrameAddress address) {
        return {(address.value & 0xffff'ffff'ffffULL) + (address.value >> 48)};
    }
    // The chunk of a descriptor's address.
    std::uint64_t chunk_of(std::uint64_t pair, FrameAddress frame) const {
        const Region* region = regions_.find(pair);
        const std::uint64_t offset = plain(frame).value;
        if (region == nullptr || offset >= region->bytes) return no_chunk;
        return divide(*region, offset);
    }
    std::uint64_t chunks(std::uint64_t pair) const {
        const Region* region = regions_.find(pair);
        return region == nullptr || region->bytes == 0 ? 0 : divide(*region, region->bytes - 1) + 1;
    }

private:
    static constexpr std::uint32_t no_shift = 64;
    struct Region {
        std::uint64_t gpa = 0, bytes = 0, chunk = 1;
        std::uint32_t shift = 0;
    };
    static std::uint64_t divide(const Region& region, std::uint64_t offset) {
        return region.shift == no_shift ? offset / region.chunk : offset >> region.shift;
    }
    Table<Region> regions_;
};

}  // namespace xsksim
