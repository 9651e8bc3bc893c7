// SPDX-License-Identifier: GPL-2.0-only
// How a run ended: what the engine says of it, and of one that was stopped, what for.
#pragma once

#include "models/events/words.hpp"
#include "sim/core/engine.hpp"

namespace xsksim {

struct EndOfRun {
    RunEnd end;
    StopCause cause = StopCause::trouble;  // of EndReason::stopped
};

}  // namespace xsksim
