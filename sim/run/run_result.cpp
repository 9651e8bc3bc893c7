// SPDX-License-Identifier: GPL-2.0-only
#include "sim/run/run.hpp"

namespace xsksim {

int exit_code(const RunResult& result) {
    if (result.end.reason == EndReason::simulator_fault) return 4;
    if (result.as_expected) return 0;
    return result.outcome == Outcome::inconclusive ? 3 : 1;
}

}  // namespace xsksim
