// SPDX-License-Identifier: GPL-2.0-only
// How far a sweep is: with a bar on a terminal.
#pragma once

#include <map>
#include <string>

#include "sim/cli/progress_line.hpp"
#include "sim/sweep/sweep_run.hpp"

namespace xsksim::cli {

// `seconds`: since it began.
std::string sweep_progress_text(const SweepProgress& progress, double seconds, bool has_bar);

// "2 pass, 1 stalled"
std::string verdicts_text(const std::map<std::string, std::uint64_t>& verdicts);

}  // namespace xsksim::cli
