// SPDX-License-Identifier: GPL-2.0-only
// What no single key can say: values of different sections that do not go together.
#pragma once

#include <vector>

#include "sim/scenario/demands.hpp"
#include "sim/scenario/document.hpp"
#include "sim/scenario/parse.hpp"

namespace xsksim {

// Adds to the problems; rules about a value that has a problem already are not asked.
void find_contradictions(const Scenario& scenario, const Node& document,
                         std::vector<InputProblem>& problems);

// Its share of one entry of /explore/draws.
void demand_of_draw(const std::string& pointer, const ExploreOptions::Draw& draw, Demands& demands);

}  // namespace xsksim
