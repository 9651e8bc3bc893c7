// SPDX-License-Identifier: GPL-2.0-only
// What the values of an axis are: those listed, or those of its range.
#pragma once

#include <vector>

#include "sim/sweep/plan.hpp"

namespace xsksim {

// In the order of the file. The axis has been checked (sweep_checks.hpp).
std::vector<AxisValue> values_of(const Axis& axis);
// Ascending, where all are numbers; else as they are.
void sort_values(std::vector<AxisValue>& values);

}  // namespace xsksim
