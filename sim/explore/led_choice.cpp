// SPDX-License-Identifier: GPL-2.0-only
#include "sim/explore/led_choice.hpp"

namespace xsksim {

std::uint64_t LedChoice::next_point() const {
    if (schedule_ == nullptr) return leading_.pause_at;
    return next_ < schedule_->size() ? (*schedule_)[next_].point : no_hold_up;
}

std::uint64_t LedChoice::points_before_hold_up() {
    const std::uint64_t point = next_point();
    return point == no_hold_up ? no_hold_up : point - passed_;
}

std::optional<HoldUp> LedChoice::hold_up(const DriverPoint&) {
    passed_ = next_point() + 1;
    if (schedule_ == nullptr) {
        pause_();
        schedule_ = leading_.schedule;
    }
    if (schedule_ == nullptr) return std::nullopt;
    return (*schedule_)[next_++].how;
}

}  // namespace xsksim
