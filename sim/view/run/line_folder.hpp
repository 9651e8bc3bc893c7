// SPDX-License-Identifier: GPL-2.0-only
// Folds repetitions in a stream of timeline lines: when the last p lines are like the p before
// them, for some p up to a maximum, they and all further repeats become one fold line. Folders can
// be chained: the second folds cycles in which the first left folds. Memory is bounded by the
// maximum period. Lines come out in order, delayed by up to two periods; flush() at the end.
#pragma once

#include <deque>
#include <functional>
#include <vector>

#include "sim/view/run/timeline_line.hpp"

namespace xsksim {

class LineFolder {
public:
    using Sink = std::function<void(const TimelineLine&)>;
    LineFolder(std::size_t period_max, Sink sink)
        : period_max_(period_max), sink_(std::move(sink)) {}

    void push(const TimelineLine& line);
    void flush();

private:
    struct Held {
        TimelineLine line;
        std::uint64_t signature = 0;
    };
    bool continues_cycle(const Held& held);
    void append(const Held& held);
    void begin_fold(std::size_t period);
    void end_fold();

    std::size_t period_max_;
    Sink sink_;
    std::deque<Held> window_;   // not yet given out; at most two periods
    std::vector<Held> cycle_;   // what repeats; empty when nothing does
    std::vector<Held> second_;  // its first repeat, in case there is no other
    std::vector<Held> partial_;
    Instant cycle_end_, last_end_;  // of the first copy, of the last
    std::uint64_t repeats_ = 0;
    bool exact_ = true;
};

}  // namespace xsksim
