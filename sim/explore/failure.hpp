// SPDX-License-Identifier: GPL-2.0-only
// A run that did not pass, as an exploration tells failures apart: by their cause, not by the
// execution that met them.
#pragma once

#include <optional>
#include <string>

#include "sim/run/reason.hpp"

namespace xsksim {

struct Failure {
    Outcome outcome = Outcome::fail;
    Reason reason;  // equal outcome and codes: one cause

    // "stalled stall.interrupt_lost": one line, for people and as a key.
    std::string signature() const;
};

// Nothing for a run that passed, or that was cut off without an answer.
std::optional<Failure> failure_of(const RunResult& result);

}  // namespace xsksim
