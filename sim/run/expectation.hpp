// SPDX-License-Identifier: GPL-2.0-only
// Holds what a run came to against what its scenario expects.
#pragma once

#include <string>
#include <vector>

#include "sim/run/event_tally.hpp"
#include "sim/run/run.hpp"
#include "sim/scenario/scenario.hpp"

namespace xsksim {

// A sentence for each thing that is not as expected: the verdict, something not reached, a fault
// that never fired, a reason not given. Empty: as expected.
std::vector<std::string> unexpected(const Scenario& scenario, const RunResult& result,
                                    const EventCounts& counts, const EventTally& tally);

}  // namespace xsksim
