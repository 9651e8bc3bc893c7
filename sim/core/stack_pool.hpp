// SPDX-License-Identifier: GPL-2.0-only
// StackPool: stacks, each above a guard, which are used again and never given back to the host: a
// process runs many worlds, and asking the host for a stack costs more than a small one.
#pragma once

#include <cstddef>
#include <vector>

namespace xsksim {

class StackPool {
public:
    explicit StackPool(std::size_t stack_bytes) : stack_bytes_(stack_bytes) {}

    std::size_t stack_bytes() const { return stack_bytes_; }
    // The end of a stack, where it begins to grow down. Throws SimulatorFault where the host
    // refuses.
    std::byte* take();
    void give_back(std::byte* end) { free_.push_back(end); }

private:
    std::size_t stack_bytes_;
    std::vector<std::byte*> free_;
};

}  // namespace xsksim
