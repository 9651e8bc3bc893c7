// SPDX-License-Identifier: GPL-2.0-only
// How far a sweep is: a bar on a terminal, elsewhere a line every few seconds. On stderr.
#pragma once

#include <chrono>

#include "sim/sweep/sweep_run.hpp"

namespace xsksim::cli {

class SweepProgressLine {
public:
    explicit SweepProgressLine(bool quiet);
    void show(const SweepProgress& progress);
    // Takes the bar away.
    void finish();

private:
    using Clock = std::chrono::steady_clock;

    std::string text(const SweepProgress& progress) const;

    bool quiet_, terminal_;
    Clock::time_point begun_ = Clock::now(), shown_ = begun_;
    bool any_ = false;
};

// "2 pass, 1 stalled"
std::string verdicts_text(const std::map<std::string, std::uint64_t>& verdicts);

}  // namespace xsksim::cli
