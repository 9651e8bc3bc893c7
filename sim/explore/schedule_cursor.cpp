// SPDX-License-Identifier: GPL-2.0-only
#include "sim/explore/schedule_cursor.hpp"

#include <algorithm>

namespace xsksim {

void ScheduleCursor::follow(const Schedule* schedule) {
    schedule_ = schedule;
    next_ = 0;
    ties_.clear();
    if (schedule_ == nullptr) return;
    for (const PlannedHoldUp& planned : *schedule_)
        if (planned.tie) ties_.push_back(*planned.tie);
    skip_ties();
}

void ScheduleCursor::skip_ties() {
    while (next_ < schedule_->size() && (*schedule_)[next_].tie) ++next_;
}

std::uint64_t ScheduleCursor::next_point() const {
    const bool has_next = schedule_ != nullptr && next_ < schedule_->size();
    return has_next ? (*schedule_)[next_].point : Choice::no_hold_up;
}

std::optional<HoldUp> ScheduleCursor::hold_up_at(std::uint64_t point) {
    if (next_point() != point) return std::nullopt;
    const HoldUp how = (*schedule_)[next_++].how;
    skip_ties();
    return how;
}

bool ScheduleCursor::breaks(std::uint64_t tie) const {
    return std::ranges::find(ties_, tie) != ties_.end();
}

}  // namespace xsksim
