// SPDX-License-Identifier: GPL-2.0-only
// After which hold-up a counterexample cannot but fail, and what of the others' the held context
// came too late for. Nothing is concluded: what is told here was run.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "sim/explore/hold_events.hpp"
#include "sim/explore/trials.hpp"

namespace xsksim {

struct DecisiveStep {
    std::size_t hold = 0;  // by its number in the scenario, from 1: the last that begins
    std::string context;   // that it holds
    std::string place;
    // Runs that went on otherwise after that hold: further hold-ups at points drawn at random.
    std::uint64_t continuations = 0, continuations_failed = 0;
    // Had the context gone on right before this event, the run would have passed: it was run.
    // Nothing where none was found.
    std::optional<EventInHold> too_late_for;

    bool is_established() const {
        return continuations > 0 && continuations_failed == continuations;
    }
};

// Nothing where no hold is needed. `document` fails, and no hold can be left out of it.
std::optional<DecisiveStep> decisive_step(Trials& trials, const Node& document, std::uint64_t seed);

}  // namespace xsksim
