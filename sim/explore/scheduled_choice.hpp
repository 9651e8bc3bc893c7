// SPDX-License-Identifier: GPL-2.0-only
// Holds up and breaks ties as a schedule says; whatever else is asked, `inner` answers.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>

#include "sim/core/holding_choice.hpp"
#include "sim/explore/schedule_cursor.hpp"

namespace xsksim {

class ScheduledChoice : public HoldingChoice {
public:
    ScheduledChoice(std::unique_ptr<Choice> inner, Schedule schedule)
        : HoldingChoice(std::move(inner)), schedule_(std::move(schedule)) {
        cursor_.follow(&schedule_);
    }
    ScheduledChoice(const ScheduledChoice&) = delete;
    ScheduledChoice& operator=(const ScheduledChoice&) = delete;

    std::uint64_t points_before_hold_up() override;
    std::optional<HoldUp> hold_up(const DriverPoint& point) override;
    bool puts_last(ContextId first) override;

private:
    const Schedule schedule_;
    ScheduleCursor cursor_;
    std::uint64_t passed_ = 0;  // points of the driver, as far as is known
    std::uint64_t ties_ = 0;    // so far
};

}  // namespace xsksim
