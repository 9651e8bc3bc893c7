// SPDX-License-Identifier: GPL-2.0-only
// Kernel objects: size classes cut from 64 KiB spans, redzones around each object, and a first-in
// first-out quarantine of freed ones.
//
// Stands for: kmalloc (mm/slub.c, Linux 5.11) with SLUB_DEBUG redzones, poison and KASAN's
// quarantine (mm/kasan/quarantine.c).
// Simplified: no per-CPU lists, no NUMA; the cost of an allocation is charged by the caller.
// Owner: GuestMemory, its only user. Objects are named by their offset in the arena.
// Addresses depend on the sequence of calls alone. Errors: memory that is used up, and freeing what
// is not allocated, are answers, since they are the driver's doing.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <vector>

#include "models/memory/shadow.hpp"

namespace xsksim {

class ObjectAllocator {
public:
    // Freed bytes (redzones included) that are kept from reuse. Small enough for the memory that
    // the hot path cycles through to stay in a second-level cache.
    static constexpr std::size_t quarantine_bytes = std::size_t{256} << 10;

    // Uses [begin, end) of the arena; both multiples of span_bytes.
    ObjectAllocator(const Arena& arena, std::size_t begin, std::size_t end);

    // `site`: who allocates, for live_objects_with_site(); 0: nobody of interest. `none` where
    // memory is used up.
    std::size_t allocate(std::size_t bytes, bool zero, std::uint32_t site = 0);
    GuestMemory::FreeResult release(std::size_t offset);
    std::size_t object_bytes(std::size_t offset) const;
    // The object, live or in quarantine, that holds the byte at `offset`; bytes 0 if none does.
    struct ObjectInfo {
        std::size_t start = 0;
        std::size_t bytes = 0;
        bool live = false;
    };
    ObjectInfo object_at(std::size_t offset) const;
    std::size_t live_objects() const { return live_objects_; }
    // Those with a site, by address.
    std::vector<GuestMemory::SiteObject> live_objects_with_site() const;
    void reset();

    static constexpr std::size_t span_bytes = std::size_t{64} << 10;
    static constexpr std::size_t none = 0;  // no object begins there: a redzone lies before each

private:
    static constexpr std::size_t classed_bytes_max = 8192;
    static constexpr std::size_t class_count = 27;

    struct SizeClass {
        std::uint32_t capacity = 0;
        std::uint32_t redzone = 0;  // before each object; the next one's serves as the one after
        std::uint32_t stride = 0;   // redzone + capacity
        std::uint32_t per_span = 0;
        std::uint32_t reciprocal = 0;     // 2^32 / stride, rounded up
        std::size_t filling = 0;          // span whose tail was never used, 0 if none
        std::vector<std::uint32_t> free;  // granules of objects that left the quarantine
    };
    enum class SpanKind : std::uint8_t { unused, classed, huge, huge_tail };
    struct Span {
        SpanKind kind = SpanKind::unused;
        std::uint8_t size_class = 0;
        std::uint16_t carved = 0;  // slots that were ever handed out
        std::uint32_t first_slot =
            0;                    // its slots' place in slots_; huge_tail: spans back to the head
        std::uint32_t spans = 1;  // of a huge object
    };
    // Of these two there are many, and most are never touched: nobody clears them.
    struct Slot {
        std::uint32_t bytes;
        std::uint32_t site;
        bool live;
    };
    struct Quarantined {
        std::uint32_t granule;
        std::uint32_t bytes;
    };
    struct Place {  // where an offset lies
        Slot* slot = nullptr;
        Span* span = nullptr;
        std::size_t start = 0;
    };

    std::size_t take_classed(SizeClass& size_class, std::uint8_t index);
    std::size_t carve(SizeClass& size_class, std::uint8_t index);
    std::size_t take_huge(std::size_t bytes);
    bool have_spans(std::size_t count) const;
    std::size_t new_spans(std::size_t count);
    std::uint32_t new_slots(std::size_t count);
    void make_slots();
    Place find(std::size_t offset);
    std::size_t footprint(const Span& span) const;
    std::size_t used_bytes(const Span& span) const;
    void quarantine(std::size_t start, std::size_t bytes);
    void evict_oldest();
    Span& span_at(std::size_t offset) { return spans_[(offset - begin_) / span_bytes]; }
    std::size_t span_start(const Span& span) const {
        return begin_ + static_cast<std::size_t>(&span - spans_.data()) * span_bytes;
    }

    Arena arena_;
    std::size_t begin_;
    std::size_t end_;
    std::size_t bump_;  // first span never used
    std::array<SizeClass, class_count> classes_;
    std::array<std::uint8_t, classed_bytes_max / granule_bytes + 1> class_by_granules_{};
    std::vector<Span> spans_;        // up to bump_
    std::unique_ptr<Slot[]> slots_;  // the first slots_used_ are somebody's
    std::size_t slots_used_ = 0, slots_made_ = 0;
    std::map<std::size_t, std::vector<std::size_t>> free_huge_;  // by number of spans
    std::unique_ptr<Quarantined[]> queue_;  // a ring; its size is a power of two
    std::size_t queue_head_ = 0;
    std::size_t queue_tail_ = 0;
    std::size_t queued_bytes_ = 0;
    std::size_t live_objects_ = 0;
};

}  // namespace xsksim
