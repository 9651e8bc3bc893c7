// SPDX-License-Identifier: GPL-2.0-only
// How far an exploration is: one line, 80 columns at most.
#pragma once

#include <optional>
#include <string>

#include "sim/cli/explore_report.hpp"

namespace xsksim::cli {

// "123456 executions, 1880/s, coverage 3412 (+18), 2 causes, 1 min 20 s left": in brackets, the
// classes that only the last tenth of the workloads met. `seconds`: of this session;
// `seconds_to_deadline`: of the whole command.
std::string explore_progress_text(const ExploreOutcome& before, const ExplorationState& so_far,
                                  double seconds, std::optional<double> seconds_to_deadline);

}  // namespace xsksim::cli
