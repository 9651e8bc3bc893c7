// SPDX-License-Identifier: GPL-2.0-only
// The command that makes a run of a sweep again.
#pragma once

#include <string>

#include "sim/view/sweep/result.hpp"

namespace xsksim {

// " --set /a=1 --set /b=2", words of a shell; "" for none.
std::string set_options(const std::vector<Override>& settings);
// The sweep's base and what it sets for all points.
std::string base_words(const Result& result);
// `program run BASE --set ... --seed S --timeline`
std::string repeat_command(const Result& result, RunIndex run, const std::string& program);
// "percent 5 %, timeout 0 us, seed 1"
std::string run_text(const Result& result, RunIndex run);
// The setting that gives the searched axis a value.
std::vector<Override> searched_settings(const Result& result, double value);

// A run of the selected points that shows what went wrong, if any did: the first that is a fault of
// the simulator, else that stalled, else that is no pass, else the first.
std::optional<RunIndex> telling_run(const Result& result, const std::vector<bool>& points);

}  // namespace xsksim
