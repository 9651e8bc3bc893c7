// SPDX-License-Identifier: GPL-2.0-only
#include "sim/run/tracked_memory.hpp"

#include "sim/core/snapshot/rewindable.hpp"
#include "sim/core/snapshot/world_heap.hpp"

namespace xsksim {
namespace {

constexpr std::size_t tracked_bytes = std::size_t{1} << 30;

const GuestArea& make_area() {
    auto* const area = new GuestArea(tracked_bytes, GuestArea::Pages::tracked);
    Rewindable::give(area->memory());
    Rewindable::give(area->shadow());
    return *area;
}

}  // namespace

// Never destroyed: the pages stay tracked.
const GuestArea& TrackedMemory::area() {
    const WorldHeap::Outside the_process_keeps_it;
    static const GuestArea& area = make_area();
    return area;
}

}  // namespace xsksim
