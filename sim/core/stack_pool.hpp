// SPDX-License-Identifier: GPL-2.0-only
// StackPool: stacks, each above a guard, which are used again and never given back to the host: a
// process runs many worlds, and asking the host for a stack costs more than a small one.
#pragma once

#include <cstddef>
#include <functional>
#include <utility>
#include <vector>

namespace xsksim {

// The end of a new one, where it begins to grow down. Throws SimulatorFault where the host refuses.
std::byte* make_stack(std::size_t bytes);

class StackPool {
public:
    explicit StackPool(std::size_t stack_bytes)
        : StackPool(stack_bytes, [stack_bytes] { return make_stack(stack_bytes); }) {}
    // `make` is asked where none is free.
    StackPool(std::size_t stack_bytes, std::function<std::byte*()> make)
        : stack_bytes_(stack_bytes), make_(std::move(make)) {}

    std::size_t stack_bytes() const { return stack_bytes_; }
    // The end of a stack.
    std::byte* take();
    void give_back(std::byte* end) { free_.push_back(end); }

private:
    std::size_t stack_bytes_;
    std::function<std::byte*()> make_;
    std::vector<std::byte*> free_;
};

}  // namespace xsksim
