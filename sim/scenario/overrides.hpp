// SPDX-License-Identifier: GPL-2.0-only
// `--set /pointer=value`: changes to a document before it is read as a scenario.
#pragma once

#include <vector>

#include "sim/scenario/document.hpp"
#include "sim/scenario/parse.hpp"

namespace xsksim {

// The pointer must lead to a key of the format; "-" as a list's index appends. What is on the way
// and not written is made. Problems carry "--set" as file and no line.
void apply_override(const Override& override, Node& document, std::vector<InputProblem>& problems);

}  // namespace xsksim
