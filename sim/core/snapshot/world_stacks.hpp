// SPDX-License-Identifier: GPL-2.0-only
// Stacks of worlds that can be taken back: numbered, each above a guard, made when first asked for
// and kept for the life of the process, so that every world has the same ones. Which of them are
// free is a world's own business (StackPool). Owner: Rewindable. Errors: as make_stack().
#pragma once

#include <cstddef>
#include <vector>

#include "sim/core/snapshot/tracked_pages.hpp"

namespace xsksim {

class WorldStacks {
public:
    WorldStacks(TrackedPages& pages, std::size_t stack_bytes)
        : pages_(pages), stack_bytes_(stack_bytes) {}

    std::size_t stack_bytes() const { return stack_bytes_; }
    // The end of the stack of that number, where it begins to grow down.
    std::byte* end_of(std::size_t number);

private:
    TrackedPages& pages_;
    std::size_t stack_bytes_;
    std::vector<std::byte*> ends_;
};

}  // namespace xsksim
