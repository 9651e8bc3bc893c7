// SPDX-License-Identifier: GPL-2.0-only
#include "sim/cli/progress_line.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

namespace xsksim::cli {
namespace {

constexpr auto terminal_period = std::chrono::milliseconds(200);
constexpr auto line_period = std::chrono::seconds(5);
constexpr std::size_t bar_width = 24;

}  // namespace

ProgressLine::ProgressLine(bool quiet) : quiet_(quiet), terminal_(::isatty(STDERR_FILENO) != 0) {}

double ProgressLine::seconds() const {
    return std::chrono::duration<double>(Clock::now() - begun_).count();
}

void ProgressLine::show(const std::function<std::string(bool is_terminal)>& text) {
    const auto now = Clock::now();
    if (quiet_ || now - shown_ < (terminal_ ? terminal_period : line_period)) return;
    shown_ = now;
    any_ = true;
    if (terminal_)
        fmt::print(stderr, "\r\x1b[K{}", text(true));
    else
        fmt::print(stderr, "{}\n", text(false));
    std::fflush(stderr);
}

void ProgressLine::finish() {
    if (any_ && terminal_) fmt::print(stderr, "\r\x1b[K");
    std::fflush(stderr);
}

std::string progress_bar(double share) {
    const auto filled = static_cast<std::size_t>(std::min(share, 1.0) * bar_width);
    std::string text(bar_width, '.');
    text.replace(0, filled, filled, '#');
    return "[" + text + "] ";
}

std::string rough_time_text(double seconds) {
    const auto s = static_cast<std::uint64_t>(seconds + 0.5);
    if (s < 60) return fmt::format("{} s", s);
    if (s < 3600) return fmt::format("{} min {:02} s", s / 60, s % 60);
    return fmt::format("{} h {:02} min", s / 3600, s / 60 % 60);
}

}  // namespace xsksim::cli
