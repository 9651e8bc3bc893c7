// SPDX-License-Identifier: GPL-2.0-only
// Random values for the keys of a section, by the table of keys alone: each takes its default or a
// value that its entry allows, near the default or in the range that the entry says (Key::tried).
// A new key is drawn without a word here. Lists, maps, texts and probabilities are left to whoever
// knows what they mean.
#pragma once

#include <string>
#include <vector>

#include "sim/scenario/scenario.hpp"

namespace xsksim {

// To be called where rapidcheck's generators may be.
Scenario with_drawn_sections(const Scenario& scenario, const std::vector<std::string>& sections);

// What contradicts the rest goes back to its default, a key at a time.
Scenario without_contradictions(const Scenario& scenario);

}  // namespace xsksim
