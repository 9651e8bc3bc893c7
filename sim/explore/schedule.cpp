// SPDX-License-Identifier: GPL-2.0-only
#include "sim/explore/schedule.hpp"

namespace xsksim {
std::uint64_t ScheduledChoice::points_before_hold_up() {
    return next_ < schedule_.size() ? schedule_[next_].point - passed_ : no_hold_up;
}

std::optional<HoldUp> ScheduledChoice::hold_up(ContextId, Operation, std::uint64_t) {
    passed_ = schedule_[next_].point + 1;
    return schedule_[next_++].how;
}

}  // namespace xsksim
