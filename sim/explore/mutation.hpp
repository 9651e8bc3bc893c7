// SPDX-License-Identifier: GPL-2.0-only
// Schedules that are made of others, which showed something new: a hold-up elsewhere, one more,
// fewer, of another length, or the beginning of one and the end of another.
#pragma once

#include <vector>

#include "sim/explore/dice.hpp"
#include "sim/explore/schedule.hpp"
#include "sim/explore/scout.hpp"
#include "sim/scenario/explore_options.hpp"

namespace xsksim {

// One of the seeds, of which there is one at least, changed once or a few times.
Schedule mutate(const std::vector<Schedule>& seeds, const ExploreOptions& explore,
                const PointMap& points, Dice& dice);

}  // namespace xsksim
