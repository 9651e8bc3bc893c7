// SPDX-License-Identifier: GPL-2.0-only
// The figures (sim/run/figures.hpp) that a sweep keeps where it does not say. A sweep knows a
// figure by its column.
#pragma once

#include <string>
#include <vector>

namespace xsksim {

std::vector<std::string> usual_figures();
std::string usual_figures_text();

}  // namespace xsksim
