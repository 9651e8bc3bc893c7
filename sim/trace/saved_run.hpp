// SPDX-License-Identifier: GPL-2.0-only
// A run that a TraceRecorder saved, judged again without a driver: to the same result.
#pragma once

#include <string>

#include "sim/run/run.hpp"
#include "sim/scenario/scenario.hpp"

namespace xsksim {

struct SavedRun {
    Scenario scenario;
    RunResult result;
};

// Throws BadInput for a file that is no whole trace.
SavedRun judge_trace(const std::string& path, const RunListeners& listeners = {});

}  // namespace xsksim
