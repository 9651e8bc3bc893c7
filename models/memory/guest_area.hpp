// SPDX-License-Identifier: GPL-2.0-only
// Where guest memory lies in the process: addresses for the arena and its shadow, backed by the
// host as they are touched. What is in it is the business of the GuestMemory that has it.
// Owner: the process's guest memory; or whoever takes worlds back to where they were, who tracks
// its pages: then nothing in it may change but by a write.
// Errors: SimulatorFault where the host refuses, or the size is none.
#pragma once

#include <cstddef>

#include "models/memory/shadow.hpp"
#include "sim/core/snapshot/memory_span.hpp"

namespace xsksim {

class GuestArea {
public:
    enum class Pages { free, tracked };

    explicit GuestArea(std::size_t arena_bytes, Pages pages = Pages::free);
    ~GuestArea();
    GuestArea(const GuestArea&) = delete;
    GuestArea& operator=(const GuestArea&) = delete;

    Arena arena() const;
    // Whole pages.
    MemorySpan memory() const { return memory_; }
    MemorySpan shadow() const { return shadow_; }

private:
    std::size_t arena_bytes_;
    Pages pages_;
    MemorySpan reserved_memory_, reserved_shadow_;
    MemorySpan memory_, shadow_;
};

}  // namespace xsksim
