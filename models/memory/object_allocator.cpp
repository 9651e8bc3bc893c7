// SPDX-License-Identifier: GPL-2.0-only
#include "models/memory/object_allocator.hpp"

#include <algorithm>

#include "models/memory/round_up.hpp"
#include "sim/core/check.hpp"

namespace xsksim {

namespace {

// Below 64 bytes objects are aligned to 16, from there to a cache line.
constexpr std::array<std::uint32_t, 27> capacities = {
    16,   32,   48,   64,   128,  192,  256,  320,  384,  448,  512,  640,  768, 896,
    1024, 1280, 1536, 1792, 2048, 2560, 3072, 3584, 4096, 5120, 6144, 7168, 8192};
constexpr std::size_t line_bytes = 64;
constexpr std::size_t smallest_stride = 32;
// Every quarantined object but the last two fits the limit with the smallest stride.
constexpr std::size_t queue_entries = std::size_t{1} << 14;
constexpr std::size_t slots_at_first = std::size_t{1} << 14;
static_assert(queue_entries > ObjectAllocator::quarantine_bytes / smallest_stride + 2);

}  // namespace

ObjectAllocator::ObjectAllocator(const Arena& arena, std::size_t begin, std::size_t end)
    : arena_(arena),
      begin_(begin),
      end_(end),
      bump_(begin),
      queue_(std::make_unique_for_overwrite<Quarantined[]>(queue_entries)) {
    static_assert(capacities.size() == class_count && capacities.back() == classed_bytes_max);
    XSKSIM_CHECK(begin % span_bytes == 0 && end % span_bytes == 0, "slab region not aligned");
    std::size_t granules = 0;
    for (std::uint8_t i = 0; i < class_count; ++i) {
        SizeClass& c = classes_[i];
        c.capacity = capacities[i];
        c.redzone = c.capacity < line_bytes ? 16 : line_bytes;
        c.stride = c.redzone + c.capacity;
        c.per_span = static_cast<std::uint32_t>((span_bytes - line_bytes) / c.stride);
        c.reciprocal = static_cast<std::uint32_t>((std::uint64_t{1} << 32) / c.stride + 1);
        for (; granules <= c.capacity / granule_bytes; ++granules) class_by_granules_[granules] = i;
    }
}

std::size_t ObjectAllocator::allocate(std::size_t bytes, bool zero, std::uint32_t site) {
    std::size_t start = 0;
    std::size_t capacity = 0;
    if (bytes <= classed_bytes_max) [[likely]] {
        const std::uint8_t index = class_by_granules_[(bytes + granule_bytes - 1) / granule_bytes];
        start = take_classed(classes_[index], index);
        capacity = classes_[index].capacity;
    } else {
        start = take_huge(bytes);
        capacity = round_up(bytes, line_bytes);
    }
    if (start == none) return none;
    std::memset(arena_.memory + start, zero ? 0 : static_cast<int>(poison_uninitialised), bytes);
    arena_.mark_valid(start, bytes);
    // A larger object may have been here before.
    const std::size_t used = round_up(bytes, granule_bytes);
    if (used < capacity) arena_.mark(start + used, capacity - used, ByteState::redzone);
    *find(start).slot = {static_cast<std::uint32_t>(bytes), site, true};
    ++live_objects_;
    return start;
}

std::size_t ObjectAllocator::take_classed(SizeClass& size_class, std::uint8_t index) {
    if (size_class.free.empty()) return carve(size_class, index);
    const std::size_t start = std::size_t{size_class.free.back()} * granule_bytes;
    size_class.free.pop_back();
    return start;
}

std::size_t ObjectAllocator::carve(SizeClass& size_class, std::uint8_t index) {
    if (size_class.filling == 0) {
        if (!have_spans(1)) return none;
        size_class.filling = new_spans(1);
        span_at(size_class.filling) = {SpanKind::classed, index, 0, new_slots(size_class.per_span),
                                       1};
    }
    Span& span = span_at(size_class.filling);
    const std::size_t slot = size_class.filling + span.carved * std::size_t{size_class.stride};
    if (++span.carved == size_class.per_span) size_class.filling = 0;
    arena_.mark(slot, size_class.stride + line_bytes, ByteState::redzone);
    return slot + size_class.redzone;
}

std::size_t ObjectAllocator::take_huge(std::size_t bytes) {
    if (bytes > end_ - begin_) return none;
    const std::size_t count = round_up(bytes + 2 * line_bytes, span_bytes) / span_bytes;
    auto& free = free_huge_[count];
    if (!free.empty()) {
        const std::size_t start = free.back();
        free.pop_back();
        return start;
    }
    if (!have_spans(count)) return none;
    const std::size_t head = new_spans(count);
    for (std::size_t i = 0; i < count; ++i)
        span_at(head + i * span_bytes) = {SpanKind::huge_tail, 0, 0, static_cast<std::uint32_t>(i),
                                          1};
    span_at(head) = {SpanKind::huge, 0, 1, new_slots(1), static_cast<std::uint32_t>(count)};
    arena_.mark(head, count * span_bytes, ByteState::redzone);
    return head + line_bytes;
}

bool ObjectAllocator::have_spans(std::size_t count) const {
    return count <= (end_ - bump_) / span_bytes;
}

std::size_t ObjectAllocator::new_spans(std::size_t count) {
    const std::size_t first = bump_;
    bump_ += count * span_bytes;
    spans_.resize((bump_ - begin_) / span_bytes);
    return first;
}

// What is in them is of no account until they are carved.
std::uint32_t ObjectAllocator::new_slots(std::size_t count) {
    const std::size_t first = slots_used_;
    slots_used_ += count;
    if (slots_used_ > slots_made_) make_slots();
    return static_cast<std::uint32_t>(first);
}

void ObjectAllocator::make_slots() {
    const std::size_t had = slots_made_;
    slots_made_ = std::max({slots_at_first, 2 * had, slots_used_});
    auto more = std::make_unique_for_overwrite<Slot[]>(slots_made_);
    std::copy_n(slots_.get(), had, more.get());
    slots_ = std::move(more);
}

ObjectAllocator::Place ObjectAllocator::find(std::size_t offset) {
    if (offset < begin_ || offset >= bump_) return {};
    Span* span = &span_at(offset);
    if (span->kind == SpanKind::huge_tail) span -= span->first_slot;
    const std::size_t head = span_start(*span);
    if (span->kind == SpanKind::huge) return {&slots_[span->first_slot], span, head + line_bytes};
    const SizeClass& c = classes_[span->size_class];
    const std::size_t slot = ((offset - head) * c.reciprocal) >> 32;
    if (slot >= span->carved) return {};
    return {&slots_[span->first_slot + slot], span, head + slot * c.stride + c.redzone};
}

std::size_t ObjectAllocator::footprint(const Span& span) const {
    return span.kind == SpanKind::huge ? span.spans * span_bytes : classes_[span.size_class].stride;
}

GuestMemory::FreeResult ObjectAllocator::release(std::size_t offset) {
    const Place place = find(offset);
    if (place.slot == nullptr) return GuestMemory::FreeResult::not_allocated;
    if (place.start != offset) return GuestMemory::FreeResult::not_the_start;
    if (!place.slot->live) return GuestMemory::FreeResult::already_freed;
    const std::size_t bytes = place.slot->bytes;
    std::memset(arena_.memory + offset, static_cast<int>(poison_freed), bytes);
    arena_.mark(offset, bytes, ByteState::freed);
    place.slot->live = false;
    --live_objects_;
    quarantine(offset, footprint(*place.span));
    return GuestMemory::FreeResult::freed;
}

std::size_t ObjectAllocator::object_bytes(std::size_t offset) const {
    const Place place = const_cast<ObjectAllocator*>(this)->find(offset);
    return place.slot != nullptr && place.start == offset && place.slot->live ? place.slot->bytes
                                                                              : 0;
}

ObjectAllocator::ObjectInfo ObjectAllocator::object_at(std::size_t offset) const {
    const Place place = const_cast<ObjectAllocator*>(this)->find(offset);
    if (place.slot == nullptr || offset < place.start) return {};
    if (offset - place.start >= place.slot->bytes) return {};
    return {place.start, place.slot->bytes, place.slot->live};
}

std::vector<GuestMemory::SiteObject> ObjectAllocator::live_objects_with_site() const {
    std::vector<GuestMemory::SiteObject> found;
    for (std::size_t head = begin_; head < bump_; head += span_bytes) {
        const Span& span = spans_[(head - begin_) / span_bytes];
        if (span.kind != SpanKind::classed && span.kind != SpanKind::huge) continue;
        const bool huge = span.kind == SpanKind::huge;
        const SizeClass& c = classes_[span.size_class];
        const std::size_t slots = huge ? 1 : span.carved;
        for (std::size_t i = 0; i < slots; ++i) {
            const Slot& slot = slots_[span.first_slot + i];
            const std::size_t start = head + (huge ? line_bytes : i * c.stride + c.redzone);
            if (slot.live && slot.site != 0)
                found.push_back({{GuestMemory::base_address + start}, slot.bytes, slot.site});
        }
    }
    return found;
}

void ObjectAllocator::quarantine(std::size_t start, std::size_t bytes) {
    queue_[queue_tail_++ % queue_entries] = {static_cast<std::uint32_t>(start / granule_bytes),
                                             static_cast<std::uint32_t>(bytes)};
    queued_bytes_ += bytes;
    // The last one stays however large it is: a use right after free must be seen.
    while (queued_bytes_ > quarantine_bytes && queue_tail_ - queue_head_ > 1) evict_oldest();
}

void ObjectAllocator::evict_oldest() {
    const Quarantined oldest = queue_[queue_head_++ % queue_entries];
    queued_bytes_ -= oldest.bytes;
    const std::size_t start = std::size_t{oldest.granule} * granule_bytes;
    const Span& span = span_at(start);
    if (span.kind == SpanKind::huge)
        free_huge_[span.spans].push_back(start);
    else
        classes_[span.size_class].free.push_back(oldest.granule);
}

// From its start; beyond lies what no object ever had, nor the redzone behind the last.
std::size_t ObjectAllocator::used_bytes(const Span& span) const {
    if (span.kind == SpanKind::huge) return span.spans * span_bytes;
    return span.carved * std::size_t{classes_[span.size_class].stride} + line_bytes;
}

void ObjectAllocator::reset() {
    for (std::size_t offset = begin_; offset < bump_; offset += span_bytes) {
        Span& span = span_at(offset);
        if (span.kind == SpanKind::huge_tail) continue;
        const std::size_t used = used_bytes(span);
        arena_.zero(offset, used);
        arena_.mark(offset, used, ByteState::never_allocated);
    }
    spans_.clear();
    bump_ = begin_;
    for (SizeClass& size_class : classes_) {
        size_class.filling = 0;
        size_class.free.clear();
    }
    slots_used_ = 0;
    free_huge_.clear();
    queue_head_ = queue_tail_ = queued_bytes_ = live_objects_ = 0;
}

}  // namespace xsksim
