// SPDX-License-Identifier: GPL-2.0-only
// One line a point: its values, and what its runs or its search say.
#pragma once

#include <string>
#include <vector>

#include "sim/view/sweep/selection.hpp"

namespace xsksim {

std::string list_text(const Result& result, const Selection& selection, const Shown& shown,
                      const std::vector<double>& figure, bool colour);
std::string list_csv(const Result& result, const Selection& selection, const Shown& shown,
                     const std::vector<double>& figure);

}  // namespace xsksim
