// SPDX-License-Identifier: GPL-2.0-only
#include "sim/cli/sweep_progress.hpp"

#include <fmt/format.h>

namespace xsksim::cli {

std::string sweep_progress_text(const SweepProgress& p, double seconds, bool has_bar) {
    const double rate = seconds > 0 ? static_cast<double>(p.made) / seconds : 0;
    const std::uint64_t left = p.wanted > p.done ? p.wanted - p.done : 0;
    std::string text;
    if (has_bar)
        text = progress_bar(
            p.wanted == 0 ? 1 : static_cast<double>(p.done) / static_cast<double>(p.wanted));
    text +=
        fmt::format("{} of {} runs, {:.{}f} a second", p.done, p.wanted, rate, rate < 10 ? 1 : 0);
    if (left > 0 && rate > 0)
        text += ", " + rough_time_text(static_cast<double>(left) / rate) + " left";
    return text + ": " + verdicts_text(p.verdicts);
}

std::string verdicts_text(const std::map<std::string, std::uint64_t>& verdicts) {
    std::string text;
    for (const auto& [verdict, count] : verdicts)
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, verdict);
    return text.empty() ? "none yet" : text;
}

}  // namespace xsksim::cli
