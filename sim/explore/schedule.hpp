// SPDX-License-Identifier: GPL-2.0-only
// One schedule: where contexts of the driver are held up in an execution, and for how long.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "sim/core/holding_choice.hpp"
#include "sim/explore/dice.hpp"

namespace xsksim {

struct PlannedHoldUp {
    std::uint64_t point = 0;  // of the driver, counted from 0 over the whole execution
    HoldUp how;
};

using Schedule = std::vector<PlannedHoldUp>;  // by point, each once

// From half to twice as long.
Duration length_beside(Duration length, Dice& dice);
// Each hold-up up to four points earlier or later, and its length beside its own.
Schedule schedule_beside(Schedule schedule, Dice& dice);
// As few of its hold-ups as `fails` still fails with, of halves, then quarters and so on taken away
// (delta debugging: Zeller and Hildebrandt, IEEE TSE 28, 2002); asked at most `asked_max` times.
Schedule fewest_hold_ups(Schedule schedule, const std::function<bool(const Schedule&)>& fails,
                         std::uint64_t asked_max);
// Sorted, the first of each point.
void put_in_order(Schedule& schedule);

// Holds up as the schedule says; whatever else is asked, `inner` answers.
class ScheduledChoice : public HoldingChoice {
public:
    ScheduledChoice(std::unique_ptr<Choice> inner, Schedule schedule)
        : HoldingChoice(std::move(inner)), schedule_(std::move(schedule)) {}

    std::uint64_t points_before_hold_up() override;
    std::optional<HoldUp> hold_up(const DriverPoint& point) override;

private:
    Schedule schedule_;
    std::size_t next_ = 0;
    std::uint64_t passed_ = 0;  // points of the driver, as far as is known
};

}  // namespace xsksim
