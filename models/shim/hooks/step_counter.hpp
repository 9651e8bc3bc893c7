// SPDX-License-Identifier: GPL-2.0-only
// Counts what driver code does, in steps: an access to memory, a hypercall, the beginning of a
// function. One countdown serves whatever depends on how many there were: the budget of the driver
// call that runs, the scheduling point at which an explorer wants to be asked, and the numbers of
// accesses and points, which are told from how far it came down. At its end the code that made the
// step leaves its fast path and asks what is due.
// Points are counted in the order in which contexts reach them, for all contexts together. A budget
// is one call's: whoever gives way keeps his own (KeepSteps).
// Stands for nothing in the guest. Owner: AccessState. No scheduling points, no cost.
#pragma once

#include <cstdint>

namespace xsksim {

class StepCounter {
public:
    StepCounter() = default;
    explicit StepCounter(std::uint64_t budget) : left_(budget), end_(budget) {}

    // One step more. True: something is due at it, and nothing else may be counted before either
    // set_budget() or ask_after() is called.
    bool step() { return --left_ == 0; }
    bool is_due() const { return left_ == 0; }
    // Of what kind it is, where it is no access to memory that others can reach. Before or after
    // step(), but before anybody asks.
    void was_call() { ++calls_; }
    void was_no_point() { ++others_; }

    // Since the beginning, of all contexts.
    std::uint64_t steps() const { return end_ - left_; }
    std::uint64_t points() const { return steps() - others_; }
    std::uint64_t accesses() const { return points() - calls_; }

    // What the driver call that runs may still do, more than 0.
    std::uint64_t budget() const { return left_ + reserve_; }
    void set_budget(std::uint64_t steps) {
        // 0 where this point is the one, more than any budget where there is none to come. Steps
        // that are no points may end the countdown early, but not late.
        const std::uint64_t points_left = asked_at_ - points();
        const std::uint64_t left = points_left - 1 < steps ? points_left : steps;
        end_ += left - left_;
        left_ = left;
        reserve_ = steps - left;
    }

    // So many more points are passed before the next one at which the choice is due.
    void ask_after(std::uint64_t more) {
        const std::uint64_t until_never = never - 1 - points();
        asked_at_ = more < until_never ? points() + more + 1 : never;
        set_budget(budget());
    }
    // At the point that was just counted.
    bool choice_is_due() const { return points() == asked_at_; }

private:
    static constexpr std::uint64_t never = UINT64_MAX;

    std::uint64_t left_ = UINT64_MAX;
    std::uint64_t end_ = UINT64_MAX;  // steps() + left_
    std::uint64_t calls_ = 0;
    std::uint64_t others_ = 0;
    std::uint64_t reserve_ = 0;       // of the budget, beyond left_
    std::uint64_t asked_at_ = never;  // in points()
};

}  // namespace xsksim
