// SPDX-License-Identifier: GPL-2.0-only
// How a schedule is drawn: at which points of the driver contexts are held up, how often and for
// how long. In simulated time a context that is held up is one that others overtake; so what orders
// strategies of the literature choose, these choose by where somebody is slow.
#pragma once

#include <cstdint>

#include "sim/core/words.hpp"
#include "sim/explore/dice.hpp"
#include "sim/explore/schedule.hpp"
#include "sim/explore/scout.hpp"
#include "sim/scenario/explore_options.hpp"

namespace xsksim {

//   walk       each point may be one, with one probability that is drawn for the schedule: many
//              short hold-ups (random walk)
//   pct        one to five points, anywhere, as far apart as chance has it (probabilistic
//              concurrency testing, Burckhardt and others, ASPLOS 2010: d change points)
//   shared     the same, among points that touch what another context touches, too
//   object     all at points of one shared object, drawn first (the interesting events of
//              selectively uniform random walk, ASPLOS 2025)
//   place      all where one place of the driver's code touches shared objects, a few times or each
//              time that the undisturbed execution came there: a context that is slow in one line
//   reverse    where one access of a pair that conflicts comes first, for a little longer than the
//              other took to come, of one to `hold_ups` pairs: they come in the other order, each
//              pair of places as likely as the others (from partial order sampling, Yuan, Yang, Gu,
//              CAV 2018, which draws a priority for each event)
//   mutate     one that showed something new in this workload, changed (mutation.hpp)
//   delays, preemptions
//              all schedules of a set, one after another (enumeration.hpp)
//   portfolio  one of those that draw, drawn for each schedule: the more often, the more it has
//              shown (portfolio.hpp)
XSKSIM_WORDS(Strategy, portfolio, walk, pct, shared, object, place, reverse, mutate, delays,
             preemptions);

// By a strategy that goes by the points alone; of `points` one is to be decided at, at least.
Schedule draw_schedule(Strategy strategy, const ExploreOptions& explore, const PointMap& points,
                       Dice& dice);

}  // namespace xsksim
