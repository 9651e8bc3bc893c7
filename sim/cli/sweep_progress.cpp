// SPDX-License-Identifier: GPL-2.0-only
#include "sim/cli/sweep_progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

namespace xsksim::cli {
namespace {

constexpr auto terminal_period = std::chrono::milliseconds(200);
constexpr auto line_period = std::chrono::seconds(5);
constexpr std::size_t bar_width = 24;

std::string rough_time_text(double seconds) {
    const auto s = static_cast<std::uint64_t>(seconds + 0.5);
    if (s < 60) return fmt::format("{} s", s);
    if (s < 3600) return fmt::format("{} min {:02} s", s / 60, s % 60);
    return fmt::format("{} h {:02} min", s / 3600, s / 60 % 60);
}

std::string bar(double share) {
    const auto filled = static_cast<std::size_t>(share * bar_width);
    std::string text(bar_width, '.');
    text.replace(0, filled, filled, '#');
    return "[" + text + "] ";
}

}  // namespace

SweepProgressLine::SweepProgressLine(bool quiet)
    : quiet_(quiet), terminal_(::isatty(STDERR_FILENO) != 0) {}

std::string SweepProgressLine::text(const SweepProgress& p) const {
    const double seconds = std::chrono::duration<double>(Clock::now() - begun_).count();
    const double rate = seconds > 0 ? static_cast<double>(p.made) / seconds : 0;
    const std::uint64_t left = p.wanted > p.done ? p.wanted - p.done : 0;
    std::string text =
        fmt::format("{} of {} runs, {:.{}f} a second", p.done, p.wanted, rate, rate < 10 ? 1 : 0);
    if (left > 0 && rate > 0)
        text += ", " + rough_time_text(static_cast<double>(left) / rate) + " left";
    return text + ": " + verdicts_text(p.verdicts);
}

void SweepProgressLine::show(const SweepProgress& progress) {
    const auto now = Clock::now();
    if (quiet_ || now - shown_ < (terminal_ ? terminal_period : line_period)) return;
    shown_ = now;
    any_ = true;
    const double share = progress.wanted == 0 ? 1
                                              : static_cast<double>(progress.done) /
                                                    static_cast<double>(progress.wanted);
    if (terminal_)
        fmt::print(stderr, "\r\x1b[K{}{}", bar(std::min(share, 1.0)), text(progress));
    else
        fmt::print(stderr, "{}\n", text(progress));
    std::fflush(stderr);
}

void SweepProgressLine::finish() {
    if (any_ && terminal_) fmt::print(stderr, "\r\x1b[K");
    std::fflush(stderr);
}

std::string verdicts_text(const std::map<std::string, std::uint64_t>& verdicts) {
    std::string text;
    for (const auto& [verdict, count] : verdicts)
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, verdict);
    return text.empty() ? "none yet" : text;
}

}  // namespace xsksim::cli
