// SPDX-License-Identifier: GPL-2.0-only
// The points of a sweep: which value of each axis, in which order. Private to load_plan().
#pragma once

#include "sim/sweep/plan.hpp"

namespace xsksim {

// Fills plan.axes and plan.points from plan.sweep: combined, sampled, and without the points that
// break a constraint. The first axis varies slowest.
void make_points(Plan& plan);

}  // namespace xsksim
