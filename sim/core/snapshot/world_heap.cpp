// SPDX-License-Identifier: GPL-2.0-only
#include "sim/core/snapshot/world_heap.hpp"

#include <sys/mman.h>

#include <bit>
#include <cstdlib>
#include <cstring>
#include <new>

#include "sim/core/sanitizer.hpp"

namespace xsksim {
namespace {

constexpr std::size_t unit_bytes = 16;
// One class for each number of units up to a KiB, then four for each power of two.
constexpr std::size_t exact_units = 64, class_count = 160;

// Before each block, so that what follows is aligned.
struct BlockHeader {
    std::uint32_t size_class = 0;  // `shifted`: the block's own header lies `offset` bytes before
    std::uint32_t offset = 0;
};
constexpr std::uint32_t shifted = UINT32_MAX;

struct FreeBlock {
    FreeBlock* next;
};

// At the beginning of the range, so that it is taken back with what it is about.
struct HeapHead {
    std::byte* bump;
    std::uint64_t live_blocks;
    FreeBlock* free[class_count];
};

// The process's, and so never taken back. `begin` is null until the first world.
struct {
    std::byte* begin = nullptr;
    bool is_inside = false;
} constinit heap;

HeapHead& head() { return *reinterpret_cast<HeapHead*>(heap.begin); }
BlockHeader& header_of(void* block) { return static_cast<BlockHeader*>(block)[-1]; }

struct SizeClass {
    std::uint32_t index;
    std::size_t units;  // header included
};

SizeClass class_of(std::size_t bytes) {
    const std::size_t units = (bytes + sizeof(BlockHeader) + unit_bytes - 1) / unit_bytes;
    if (units <= exact_units) return {static_cast<std::uint32_t>(units), units};
    const auto shift = static_cast<std::size_t>(std::bit_width(units - 1)) - 3;
    const std::size_t steps = ((units - 1) >> shift) + 1;  // 5 to 8
    return {static_cast<std::uint32_t>(exact_units + 4 * (shift - 4) + steps - 4), steps << shift};
}

void* allocate_in_world(std::size_t bytes) {
    if (bytes > WorldHeap::bytes) throw std::bad_alloc();
    const SizeClass size = class_of(bytes);
    HeapHead& all = head();
    ++all.live_blocks;
    if (FreeBlock* const block = all.free[size.index]) {
        all.free[size.index] = block->next;
        return block;
    }
    std::byte* const block = all.bump + sizeof(BlockHeader);
    const std::size_t taken = size.units * unit_bytes;
    if (taken > static_cast<std::size_t>(heap.begin + WorldHeap::bytes - all.bump))
        throw std::bad_alloc();
    all.bump += taken;
    header_of(block) = {size.index, 0};
    return block;
}

// Unused under the sanitizer, as the end of this file says.
[[maybe_unused]] void free_in_world(void* block) {
    if (header_of(block).size_class == shifted)
        block = static_cast<std::byte*>(block) - header_of(block).offset;
    HeapHead& all = head();
    --all.live_blocks;
    FreeBlock*& first = all.free[header_of(block).size_class];
    first = new (block) FreeBlock{first};
}

[[maybe_unused]] void* allocate_aligned_in_world(std::size_t bytes, std::size_t alignment) {
    auto* const block = static_cast<std::byte*>(allocate_in_world(bytes + alignment));
    const auto misaligned = reinterpret_cast<std::uintptr_t>(block) % alignment;
    if (misaligned == 0) return block;
    std::byte* const aligned = block + (alignment - misaligned);
    header_of(aligned) = {shifted, static_cast<std::uint32_t>(alignment - misaligned)};
    return aligned;
}

[[maybe_unused]] bool is_in_world_heap(const void* p) {
    return MemorySpan{heap.begin, heap.begin == nullptr ? 0 : WorldHeap::bytes}.contains(p);
}

}  // namespace

MemorySpan WorldHeap::span() {
    if (heap.begin == nullptr) {
        void* const begin = mmap(nullptr, bytes, PROT_READ | PROT_WRITE,
                                 MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        if (begin == MAP_FAILED) throw std::bad_alloc();
        heap.begin = static_cast<std::byte*>(begin);
        clear();
    }
    return {heap.begin, bytes};
}

void WorldHeap::clear() {
    constexpr std::size_t head_bytes =
        (sizeof(HeapHead) + unit_bytes - 1) / unit_bytes * unit_bytes;
    // The first block, behind its header, is aligned.
    new (heap.begin) HeapHead{heap.begin + head_bytes + unit_bytes - sizeof(BlockHeader), 0, {}};
}

MemorySpan WorldHeap::unused() {
    constexpr std::uintptr_t page_bytes = 4096;
    const auto used = static_cast<std::size_t>(head().bump - heap.begin);
    const std::size_t whole_pages = (used + page_bytes - 1) / page_bytes * page_bytes;
    return {heap.begin + whole_pages, bytes - whole_pages};
}

std::uint64_t WorldHeap::live_blocks() { return head().live_blocks; }
bool WorldHeap::is_inside() { return heap.is_inside; }
void WorldHeap::set_inside(bool inside) { heap.is_inside = inside; }

}  // namespace xsksim

// The sanitizer has an allocator of its own, and no world is taken back under it.
#ifndef __SANITIZE_ADDRESS__

void* operator new(std::size_t bytes) {
    if (xsksim::heap.is_inside) [[unlikely]]
        return xsksim::allocate_in_world(bytes);
    if (void* const block = std::malloc(bytes == 0 ? 1 : bytes)) [[likely]]
        return block;
    throw std::bad_alloc();
}

void* operator new(std::size_t bytes, std::align_val_t alignment) {
    const auto wanted = static_cast<std::size_t>(alignment);
    if (wanted <= alignof(std::max_align_t)) return operator new(bytes);
    if (xsksim::heap.is_inside) return xsksim::allocate_aligned_in_world(bytes, wanted);
    void* block = nullptr;
    if (posix_memalign(&block, wanted, bytes == 0 ? 1 : bytes) != 0) throw std::bad_alloc();
    return block;
}

void operator delete(void* block) noexcept {
    const bool is_worlds = xsksim::is_in_world_heap(block);
    if (is_worlds != xsksim::heap.is_inside && block != nullptr) [[unlikely]]
        std::abort();
    if (is_worlds)
        xsksim::free_in_world(block);
    else
        std::free(block);
}

void operator delete(void* block, std::size_t) noexcept { operator delete(block); }
void operator delete(void* block, std::align_val_t) noexcept { operator delete(block); }
void operator delete(void* block, std::size_t, std::align_val_t) noexcept {
    operator delete(block);
}

#endif
