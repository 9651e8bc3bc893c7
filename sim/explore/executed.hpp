// SPDX-License-Identifier: GPL-2.0-only
// What one execution came to: its result, without figures, and what it covered.
#pragma once

#include "sim/explore/coverage.hpp"
#include "sim/run/run.hpp"

namespace xsksim {

struct Executed {
    RunResult result;
    Coverage coverage;
};

}  // namespace xsksim
