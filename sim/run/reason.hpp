// SPDX-License-Identifier: GPL-2.0-only
// Why a run came out as it did, in one sentence with its codes.
#pragma once

#include <string>
#include <vector>

#include "sim/run/run.hpp"

namespace xsksim {

struct Reason {
    std::string text;         // empty for a run that passed
    std::vector<Code> codes;  // of a stall's explanation, or of the first finding
};

// The first finding counts: what comes after it may be its consequence.
Reason reason_of(const RunResult& result);

}  // namespace xsksim
