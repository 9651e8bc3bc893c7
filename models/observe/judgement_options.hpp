// SPDX-License-Identifier: GPL-2.0-only
// How strictly a run is judged: of a scenario's `expect` and `bounds`.
#pragma once

#include "sim/core/time.hpp"

namespace xsksim {

struct JudgementOptions {
    Duration progress = Duration::seconds(1);  // no progress for so long = stalled
    // Notes (5.11's own unlocked operations) count as failures when true.
    bool notes_fail = false;
    bool operator==(const JudgementOptions&) const = default;
};

}  // namespace xsksim
