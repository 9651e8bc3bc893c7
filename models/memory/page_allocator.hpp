// SPDX-License-Identifier: GPL-2.0-only
// Ranges of whole pages: virtqueue rings and the UMEM. One unused page lies behind each range, so
// that running off its end is noticed. Ranges of a huge page and more begin on one: the host can
// back them by huge pages, and giving them back to the host does not tear one apart.
//
// Stands for: alloc_pages_exact (mm/page_alloc.c, Linux 5.11) and, for the UMEM, pinned user
// memory. Simplified: exact fit, no buddies.
// Owner: GuestMemory, its only user. Ranges are named by their offset in the arena.
// Addresses depend on the sequence of calls alone. Errors: exhaustion and a release of something
// that is no range are SimulatorFaults.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <vector>

#include "models/memory/shadow.hpp"

namespace xsksim {

class PageAllocator {
public:
    static constexpr std::size_t huge_page_bytes = std::size_t{2} << 20;

    // Uses [begin, end) of the arena; both page-aligned.
    PageAllocator(const Arena& arena, std::size_t begin, std::size_t end)
        : arena_(arena), begin_(begin), end_(end), bump_(begin) {}

    // Nothing where no range of that size is left.
    std::optional<std::size_t> allocate(std::size_t bytes);
    void release(std::size_t offset, std::size_t bytes);
    std::size_t range_bytes(std::size_t offset) const;
    void reset();

    // The bytes lie in one range, all of which is in that state: marking a UMEM's shadow again
    // would take longer than a short run. False: it may still be so.
    bool is_all(std::size_t offset, std::size_t bytes, ByteState state) const;
    // Somebody has marked these bytes, whatever they lie in.
    void state_is_set(std::size_t offset, std::size_t bytes, ByteState state);

private:
    struct Range {
        std::size_t bytes = 0;
        std::optional<ByteState> state;  // nothing: not the same everywhere
    };
    using Ranges = std::map<std::size_t, Range>;  // by offset
    // The last that begins there or before; live_.end(): none does.
    Ranges::const_iterator range_at(std::size_t offset) const;
    void clear(std::size_t offset, std::size_t bytes);

    Arena arena_;
    std::size_t begin_;
    std::size_t end_;
    std::size_t bump_;
    Ranges live_;
    std::map<std::size_t, std::vector<std::size_t>> free_;  // bytes -> offsets, all of them zero
};

}  // namespace xsksim
