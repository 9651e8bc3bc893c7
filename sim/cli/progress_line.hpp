// SPDX-License-Identifier: GPL-2.0-only
// How far a command is that goes on for long: one line that is drawn again on a terminal, elsewhere
// a line every few seconds. On stderr.
#pragma once

#include <chrono>
#include <functional>
#include <string>

namespace xsksim::cli {

class ProgressLine {
public:
    explicit ProgressLine(bool quiet);

    // Asks for the text only when it is time to show one.
    void show(const std::function<std::string(bool is_terminal)>& text);
    // Takes the line away from a terminal.
    void finish();
    double seconds() const;  // since it was made

private:
    using Clock = std::chrono::steady_clock;

    bool quiet_, terminal_;
    Clock::time_point begun_ = Clock::now(), shown_ = begun_;
    bool any_ = false;
};

// "[######..................] "; a share of 1 at most.
std::string progress_bar(double share);
// "59 s", "10 min 00 s", "2 h 05 min"
std::string rough_time_text(double seconds);

}  // namespace xsksim::cli
