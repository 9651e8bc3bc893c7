// SPDX-License-Identifier: GPL-2.0-only
// Which ties of an execution go the other way: of those that the undisturbed one meets, each
// context that goes first as likely as the others.
#pragma once

#include "sim/explore/dice.hpp"
#include "sim/explore/schedule.hpp"
#include "sim/explore/scout.hpp"

namespace xsksim {

// At least one, where there are any.
Schedule draw_ties(const PointMap& points, Dice& dice);

}  // namespace xsksim
