// SPDX-License-Identifier: GPL-2.0-only
// Counts what driver code does, in steps: an access to memory, a hypercall, the beginning of a
// function. One countdown serves whatever depends on how many there were: the budget of the driver
// call that runs and the numbers of accesses and of scheduling points, which are told from how far
// it came down. At its end the code that made the step leaves its fast path and asks what is due.
// Stands for nothing in the guest. Owner: AccessState. No scheduling points, no cost.
#pragma once

#include <algorithm>
#include <cstdint>

namespace xsksim {

class StepCounter {
public:
    StepCounter() = default;
    explicit StepCounter(std::uint64_t budget) : left_(budget), end_(budget) {}

    // One step more. True: something is due at it, see the questions below.
    bool step() { return --left_ == 0; }
    bool is_due() const { return left_ == 0; }
    // Of what kind it is, where it is no access to memory that others can reach. Before or after
    // step(), but before anybody asks.
    void was_call() { ++calls_; }
    void was_no_point() { ++others_; }

    // Since the beginning, of all contexts.
    std::uint64_t steps() const { return end_ - left_; }
    std::uint64_t accesses() const { return steps() - others_ - calls_; }

    // What the driver call that runs may still do, more than 0.
    std::uint64_t budget() const { return left_; }
    void set_budget(std::uint64_t steps) {
        end_ += steps - left_;
        left_ = steps;
    }

private:
    std::uint64_t left_ = UINT64_MAX;
    std::uint64_t end_ = UINT64_MAX;  // steps() + left_
    std::uint64_t calls_ = 0;
    std::uint64_t others_ = 0;
};

}  // namespace xsksim
