// SPDX-License-Identifier: GPL-2.0-only
// A counterexample as it is told: its race in steps and columns, in the words of the timeline, and
// the decisive step in a sentence that says what was tried and nothing more.
#pragma once

#include <string>
#include <vector>

#include "sim/explore/counterexample.hpp"
#include "sim/view/run/race.hpp"

namespace xsksim::cli {

struct Story {
    std::string decisive;
    std::vector<RaceLine> lines;
};

// Runs the scenario once more, to hear it.
Story story_of(const Counterexample& counterexample, Scenario scenario,
               const std::string& driver_directory);

// "  1. cpu1/app: application: submits 1\n", each step wrapped at 72 characters.
std::string numbered(const std::vector<std::string>& steps);
// Wrapped at 72 characters, with `indent` before each row.
std::string paragraph(const std::string& text, const std::string& indent);

}  // namespace xsksim::cli
