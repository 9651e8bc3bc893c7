// SPDX-License-Identifier: GPL-2.0-only
// What a sweep file must keep that its key table cannot say. Private to load_plan().
#pragma once

#include <set>
#include <string>
#include <vector>

#include "sim/scenario/document.hpp"
#include "sim/sweep/sweep.hpp"

namespace xsksim {

void check_axes(const Sweep& sweep, const Node& document, std::vector<InputProblem>& problems);
void check_combination(const Sweep& sweep, const Node& document,
                       std::vector<InputProblem>& problems);
void check_find(const Sweep& sweep, const Node& document, std::vector<InputProblem>& problems);
// Constraints and `good`.
void check_expressions(const Sweep& sweep, const Node& document,
                       std::vector<InputProblem>& problems);

// Names that `good` may use.
std::set<std::string> names_in_good(const Sweep& sweep);
inline const std::set<std::string> verdict_names(WordTable<Outcome>::words.begin(),
                                                 WordTable<Outcome>::words.end());

}  // namespace xsksim
