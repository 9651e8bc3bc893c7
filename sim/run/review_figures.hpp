// SPDX-License-Identifier: GPL-2.0-only
// The numbers that a review scenario asks to be shown.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "sim/run/event_tally.hpp"
#include "sim/run/run.hpp"

namespace xsksim {

// Name and value, in the scenario's order; times in microseconds. `result` has its summary. Throws
// BadInput for a value that no summary has.
std::vector<std::pair<std::string, std::string>> review_figures(const Scenario& scenario,
                                                                const RunResult& result,
                                                                const EventTally& tally,
                                                                const EventCounts& counts);

}  // namespace xsksim
