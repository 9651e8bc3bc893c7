// SPDX-License-Identifier: GPL-2.0-only
// The choice of a run that is taken back and led along one schedule after another: it pauses at the
// point that its leader waits for, and then either holds up there and goes on by a schedule, or
// lets the point pass and waits for a later one. So many schedules begin at one undisturbed run.
// Owner: the run, with which it is taken back. What it is told is its leader's, and is not.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <utility>

#include "sim/core/holding_choice.hpp"
#include "sim/explore/schedule_cursor.hpp"

namespace xsksim {

// Changed while the run is paused.
struct Leading {
    // Of the driver, counted as in a schedule; one that the run has not passed. no_hold_up: none.
    std::uint64_t pause_at = Choice::no_hold_up;
    // From the point where the run is paused on; nothing of it comes before. Null: none.
    const Schedule* schedule = nullptr;
};

class LedChoice : public HoldingChoice {
public:
    LedChoice(std::unique_ptr<Choice> inner, const Leading& leading, std::function<void()> pause)
        : HoldingChoice(std::move(inner)), leading_(leading), pause_(std::move(pause)) {}

    std::uint64_t points_before_hold_up() override;
    std::optional<HoldUp> hold_up(const DriverPoint& point) override;
    bool puts_last(ContextId first) override;

private:
    // Of the next hold-up, or pause.
    std::uint64_t next_point() const;

    const Leading& leading_;
    std::function<void()> pause_;
    bool is_led_ = true;  // not following a schedule yet
    ScheduleCursor cursor_;
    std::uint64_t passed_ = 0;  // points of the driver, as far as is known
    std::uint64_t ties_ = 0;    // so far
};

}  // namespace xsksim
