// SPDX-License-Identifier: GPL-2.0-only
// What an exploration draws for itself: workloads, schedules. One stream a purpose, so that what is
// drawn hangs on nothing but its numbers, and not on what was drawn before, by whom or where.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "sim/core/choice.hpp"

namespace xsksim {

class Dice {
public:
    Dice(std::uint64_t seed, std::string_view purpose)
        : choice_(make_seeded_choice(seed)), stream_(choice_->stream(purpose)) {}

    // Uniform in [0, bound); bound >= 1.
    std::uint64_t below(std::uint64_t bound) { return choice_->below(stream_, bound); }
    bool coin() { return below(2) == 1; }
    // Uniform in [low, high], both included.
    std::int64_t between(std::int64_t low, std::int64_t high) {
        return choice_->between(stream_, {low}, {high}).ns;
    }
    // Each order of magnitude (of two) as likely as the others; low >= 1.
    std::int64_t magnitude(std::int64_t low, std::int64_t high);

private:
    std::unique_ptr<Choice> choice_;
    StreamId stream_;
};

}  // namespace xsksim
