// SPDX-License-Identifier: GPL-2.0-only
#include "models/memory/guest_area.hpp"

#include <sys/mman.h>

#include "models/memory/object_allocator.hpp"
#include "models/memory/page_allocator.hpp"
#include "models/memory/round_up.hpp"
#include "sim/core/check.hpp"

namespace xsksim {
namespace {

MemorySpan reserve_addresses(std::size_t bytes) {
    void* const at = mmap(nullptr, bytes, PROT_READ | PROT_WRITE,
                          MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    XSKSIM_CHECK(at != MAP_FAILED, "the host refuses the address space for guest memory");
    return {static_cast<std::byte*>(at), bytes};
}

// Aligned to a huge page so that alignment in the arena is alignment in the host, wherever the host
// puts it.
MemorySpan aligned_part(const MemorySpan& reserved, std::size_t bytes) {
    constexpr std::size_t huge = PageAllocator::huge_page_bytes;
    const auto misalignment = reinterpret_cast<std::uintptr_t>(reserved.begin) % huge;
    return {reserved.begin + huge - misalignment, bytes};
}

}  // namespace

GuestArea::GuestArea(std::size_t arena_bytes, Pages pages)
    : arena_bytes_(arena_bytes), pages_(pages) {
    XSKSIM_CHECK(arena_bytes >= 4 * ObjectAllocator::span_bytes &&
                     arena_bytes % (2 * ObjectAllocator::span_bytes) == 0,
                 "the size of guest memory must be a multiple of 128 KiB, at least 256 KiB");
    // View looks at the granule after the last.
    const std::size_t shadow_bytes =
        round_up(arena_bytes / granule_bytes + 1, GuestMemory::page_bytes);
    reserved_memory_ = reserve_addresses(arena_bytes + PageAllocator::huge_page_bytes);
    reserved_shadow_ = reserve_addresses(shadow_bytes + PageAllocator::huge_page_bytes);
    memory_ = aligned_part(reserved_memory_, arena_bytes);
    shadow_ = aligned_part(reserved_shadow_, shadow_bytes);
}

GuestArea::~GuestArea() {
    munmap(reserved_memory_.begin, reserved_memory_.bytes);
    munmap(reserved_shadow_.begin, reserved_shadow_.bytes);
}

Arena GuestArea::arena() const {
    return {memory_.begin, reinterpret_cast<std::int8_t*>(shadow_.begin), arena_bytes_,
            pages_ == Pages::tracked};
}

}  // namespace xsksim
