// SPDX-License-Identifier: GPL-2.0-only
#include "models/memory/page_allocator.hpp"

#include "models/memory/round_up.hpp"
#include "sim/core/check.hpp"

namespace xsksim {

namespace {

std::size_t whole_pages(std::size_t bytes) { return round_up(bytes, GuestMemory::page_bytes); }

}  // namespace

std::size_t PageAllocator::allocate(std::size_t bytes) {
    const std::size_t size = whole_pages(bytes);
    XSKSIM_CHECK(size > 0, "an empty range of pages");
    std::size_t offset = 0;
    if (auto& free = free_[size]; !free.empty()) {
        offset = free.back();
        free.pop_back();
    } else {
        offset = size >= huge_page_bytes ? round_up(bump_, huge_page_bytes) : bump_;
        XSKSIM_CHECK(offset <= end_ && size + GuestMemory::page_bytes <= end_ - offset,
                     "guest memory for pages is exhausted");
        bump_ = offset + size + GuestMemory::page_bytes;
    }
    live_[offset] = size;
    arena_.mark(offset, size, ByteState::valid);
    return offset;
}

void PageAllocator::release(std::size_t offset, std::size_t bytes) {
    const auto range = live_.find(offset);
    XSKSIM_CHECK(range != live_.end() && range->second == whole_pages(bytes),
                 "release of pages that are no allocated range");
    clear(offset, range->second);
    free_[range->second].push_back(offset);
    live_.erase(range);
}

std::size_t PageAllocator::range_bytes(std::size_t offset) const {
    const auto range = live_.find(offset);
    return range == live_.end() ? 0 : range->second;
}

void PageAllocator::clear(std::size_t offset, std::size_t bytes) {
    arena_.zero(offset, bytes);
    arena_.mark(offset, bytes, ByteState::never_allocated);
}

void PageAllocator::reset() {
    for (const auto& [offset, bytes] : live_) clear(offset, bytes);
    live_.clear();
    free_.clear();
    bump_ = begin_;
}

}  // namespace xsksim
