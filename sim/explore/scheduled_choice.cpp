// SPDX-License-Identifier: GPL-2.0-only
#include "sim/explore/scheduled_choice.hpp"

namespace xsksim {

std::uint64_t ScheduledChoice::points_before_hold_up() {
    const std::uint64_t point = cursor_.next_point();
    return point == no_hold_up ? no_hold_up : point - passed_;
}

std::optional<HoldUp> ScheduledChoice::hold_up(const DriverPoint&) {
    const std::uint64_t point = cursor_.next_point();
    passed_ = point + 1;
    return cursor_.hold_up_at(point);
}

bool ScheduledChoice::puts_last(ContextId) { return cursor_.breaks(++ties_); }

}  // namespace xsksim
