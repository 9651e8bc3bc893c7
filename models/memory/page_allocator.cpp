// SPDX-License-Identifier: GPL-2.0-only
#include "models/memory/page_allocator.hpp"

#include <iterator>

#include "models/memory/round_up.hpp"
#include "sim/core/check.hpp"

namespace xsksim {

namespace {

std::size_t whole_pages(std::size_t bytes) { return round_up(bytes, GuestMemory::page_bytes); }

}  // namespace

std::optional<std::size_t> PageAllocator::allocate(std::size_t bytes) {
    if (bytes > end_ - begin_) return std::nullopt;
    const std::size_t size = whole_pages(bytes);
    XSKSIM_CHECK(size > 0, "an empty range of pages");
    std::size_t offset = 0;
    if (auto& free = free_[size]; !free.empty()) {
        offset = free.back();
        free.pop_back();
    } else {
        offset = size >= huge_page_bytes ? round_up(bump_, huge_page_bytes) : bump_;
        if (offset > end_ || size > end_ - offset || GuestMemory::page_bytes > end_ - offset - size)
            return std::nullopt;
        bump_ = offset + size + GuestMemory::page_bytes;
    }
    live_[offset] = {size, ByteState::valid};
    arena_.mark(offset, size, ByteState::valid);
    return offset;
}

void PageAllocator::release(std::size_t offset, std::size_t bytes) {
    const auto range = live_.find(offset);
    XSKSIM_CHECK(range != live_.end() && range->second.bytes == whole_pages(bytes),
                 "release of pages that are no allocated range");
    clear(offset, range->second.bytes);
    free_[range->second.bytes].push_back(offset);
    live_.erase(range);
}

std::size_t PageAllocator::range_bytes(std::size_t offset) const {
    const auto range = live_.find(offset);
    return range == live_.end() ? 0 : range->second.bytes;
}

PageAllocator::Ranges::const_iterator PageAllocator::range_at(std::size_t offset) const {
    const auto next = live_.upper_bound(offset);
    return next == live_.begin() ? live_.end() : std::prev(next);
}

bool PageAllocator::is_all(std::size_t offset, std::size_t bytes, ByteState state) const {
    const auto range = range_at(offset);
    return range != live_.end() && offset + bytes <= range->first + range->second.bytes &&
           range->second.state == state;
}

void PageAllocator::state_is_set(std::size_t offset, std::size_t bytes, ByteState state) {
    const std::size_t end = offset + bytes;
    for (auto& [first, range] : live_) {
        const std::size_t last = first + range.bytes;
        if (last <= offset || first >= end || range.state == state) continue;
        range.state = offset <= first && end >= last ? std::optional(state) : std::nullopt;
    }
}

void PageAllocator::clear(std::size_t offset, std::size_t bytes) {
    arena_.zero(offset, bytes);
    arena_.mark(offset, bytes, ByteState::never_allocated);
}

void PageAllocator::reset() {
    for (const auto& [offset, range] : live_) clear(offset, range.bytes);
    live_.clear();
    free_.clear();
    bump_ = begin_;
}

}  // namespace xsksim
