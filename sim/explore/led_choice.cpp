// SPDX-License-Identifier: GPL-2.0-only
#include "sim/explore/led_choice.hpp"

namespace xsksim {

std::uint64_t LedChoice::next_point() const {
    return is_led_ ? leading_.pause_at : cursor_.next_point();
}

std::uint64_t LedChoice::points_before_hold_up() {
    const std::uint64_t point = next_point();
    return point == no_hold_up ? no_hold_up : point - passed_;
}

std::optional<HoldUp> LedChoice::hold_up(const DriverPoint&) {
    const std::uint64_t point = next_point();
    passed_ = point + 1;
    if (is_led_) {
        pause_();
        is_led_ = leading_.schedule == nullptr;
        cursor_.follow(leading_.schedule);
    }
    return cursor_.hold_up_at(point);
}

bool LedChoice::puts_last(ContextId) { return cursor_.breaks(++ties_); }

}  // namespace xsksim
