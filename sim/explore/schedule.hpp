// SPDX-License-Identifier: GPL-2.0-only
// One schedule: where contexts of the driver are held up in an execution, and for how long; and
// which ties go the other way.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "sim/core/choice.hpp"
#include "sim/explore/dice.hpp"

namespace xsksim {

struct PlannedHoldUp {
    std::uint64_t point = 0;  // of the driver, counted from 0 over the whole execution
    HoldUp how;
    // Instead of a hold-up: the so-manieth tie of the execution, from 1, goes the other way.
    // `point` is then the last one that is passed before it.
    std::optional<std::uint64_t> tie = {};
};

using Schedule = std::vector<PlannedHoldUp>;  // by point, each once, the ties behind it after it

// From half to twice as long.
Duration length_beside(Duration length, Dice& dice);
// Each hold-up up to four points earlier or later, and its length beside its own; each tie up to
// four earlier or later.
Schedule schedule_beside(Schedule schedule, Dice& dice);
// As few of its hold-ups as `fails` still fails with, of halves, then quarters and so on taken away
// (delta debugging: Zeller and Hildebrandt, IEEE TSE 28, 2002); asked at most `asked_max` times.
Schedule fewest_hold_ups(Schedule schedule, const std::function<bool(const Schedule&)>& fails,
                         std::uint64_t asked_max);
// Sorted, the first of each point and of each tie.
void put_in_order(Schedule& schedule);

}  // namespace xsksim
