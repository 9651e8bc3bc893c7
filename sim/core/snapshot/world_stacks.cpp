// SPDX-License-Identifier: GPL-2.0-only
#include "sim/core/snapshot/world_stacks.hpp"

#include "sim/core/snapshot/world_heap.hpp"
#include "sim/core/stack_pool.hpp"

namespace xsksim {

std::byte* WorldStacks::end_of(std::size_t number) {
    const WorldHeap::Outside the_process_keeps_them;
    while (ends_.size() <= number) {
        std::byte* const end = make_stack(stack_bytes_);
        pages_.add({end - stack_bytes_, stack_bytes_});
        ends_.push_back(end);
    }
    return ends_[number];
}

}  // namespace xsksim
