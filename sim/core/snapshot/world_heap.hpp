// SPDX-License-Identifier: GPL-2.0-only
// The heap of a world that can be taken back to where it was: while its code runs, operator new
// takes from one range of addresses, whose bytes are all there is to know of it. Everybody else has
// the process's heap; what is deleted says by its address whose it is. Real counterpart: none.
// Owner: Rewindable, of which one lives at a time. Size classes, nothing is ever split or joined:
// a world is small and short. Errors: std::bad_alloc where it is full; a world that deletes what is
// not its own, or the other way round, ends the process, since no restore could put it right.
#pragma once

#include <cstddef>
#include <cstdint>

#include "sim/core/snapshot/memory_span.hpp"

namespace xsksim {

class WorldHeap {
public:
    static constexpr std::size_t bytes = std::size_t{256} << 20;  // of addresses, not of memory

    // Where it lies; the same for the life of the process.
    static MemorySpan span();
    // Forgets all there is in it.
    static void clear();
    // What was never allocated since then: whatever lies there, nobody reads it. Whole pages.
    static MemorySpan unused();
    // What was allocated and not deleted.
    static std::uint64_t live_blocks();

    // Around what is made in a world and outlives it: what belongs to the process, and is only
    // made when a world first asks for it.
    class Outside {
    public:
        Outside() : was_inside_(is_inside()) { set_inside(false); }
        ~Outside() { set_inside(was_inside_); }
        Outside(const Outside&) = delete;
        Outside& operator=(const Outside&) = delete;

    private:
        bool was_inside_;
    };

    // Whether operator new takes from it.
    static bool is_inside();
    static void set_inside(bool inside);
};

}  // namespace xsksim
