// SPDX-License-Identifier: GPL-2.0-only
// Which scheduling point is the next one to be hit by chance: a geometric distribution drawn in
// blocks, so that a run with a small probability asks Choice once in thousands of points instead of
// at each, and a recorded run stays small. Exact up to the 32-bit fixed point of the probabilities.
// Stands for nothing in the guest. Owner: Execution. Stream: "preempt".
#pragma once

#include <array>
#include <cstdint>

#include "sim/core/choice.hpp"

namespace xsksim {

class PointLottery {
public:
    PointLottery(Choice& choice, Probability probability);

    bool enabled() const { return enabled_; }
    // One more point was passed: is it a hit?
    bool draw();

private:
    static constexpr unsigned levels_max = 20;
    void draw_block();
    bool chance(std::uint64_t numerator, std::uint64_t denominator);

    Choice& choice_;
    StreamId stream_ = 0;
    bool enabled_ = false;
    unsigned levels_ = 0;                                    // a block is 2^levels_ points
    std::array<std::uint64_t, levels_max + 1> no_hit_in_{};  // P(none in 2^k points) * 2^32
    std::uint64_t points_left_ = 0;  // until the end of the block or the hit
    bool hit_at_end_ = false;
};

}  // namespace xsksim
