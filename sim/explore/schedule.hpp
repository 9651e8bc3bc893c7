// SPDX-License-Identifier: GPL-2.0-only
// One schedule: where contexts of the driver are held up in an execution, and for how long.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "sim/core/choice.hpp"

namespace xsksim {

struct PlannedHoldUp {
    std::uint64_t point = 0;  // of the driver, counted from 0 over the whole execution
    HoldUp how;
};

using Schedule = std::vector<PlannedHoldUp>;  // by point, each once

// Holds up as the schedule says; whatever else is asked, `inner` answers.
class ScheduledChoice : public Choice {
public:
    ScheduledChoice(std::unique_ptr<Choice> inner, Schedule schedule)
        : inner_(std::move(inner)), schedule_(std::move(schedule)) {}

    StreamId stream(std::string_view name) override { return inner_->stream(name); }
    std::uint64_t below(StreamId stream, std::uint64_t bound) override {
        return inner_->below(stream, bound);
    }
    // Also of none: the same contexts, whatever the schedule.
    bool holds_up() const override { return true; }
    std::uint64_t points_before_hold_up() override;
    std::optional<HoldUp> hold_up(ContextId context, Operation next) override;

private:
    std::unique_ptr<Choice> inner_;
    Schedule schedule_;
    std::size_t next_ = 0;
    std::uint64_t passed_ = 0;  // points of the driver, as far as is known
};

}  // namespace xsksim
