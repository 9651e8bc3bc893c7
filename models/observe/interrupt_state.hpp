// SPDX-License-Identifier: GPL-2.0-only
// What events say of the interrupt that a TX queue raised last.
#pragma once

#include <cstdint>

#include "models/observe/mark.hpp"

namespace xsksim {

// The fate of the interrupt raised last on the TX vector.
enum class InterruptFate : std::uint8_t {
    never_raised,
    raised,
    lost,
    delayed,
    merged,
    masked,
    delivered,
    found_nothing,
    handled
};
struct InterruptState {
    InterruptFate fate = InterruptFate::never_raised;
    std::uint64_t number = 0;
    std::uint64_t rule = 0;
    Duration delay;
    Mark raised, decided;
    std::uint64_t delivered = 0;  // the number of the one that reached a vCPU last
    std::uint64_t lost_total = 0;

    // Raised, and its handler has not run: it may still come.
    bool is_under_way() const {
        switch (fate) {
            case InterruptFate::raised:
            case InterruptFate::delayed:
            case InterruptFate::merged:
            case InterruptFate::masked:
            case InterruptFate::delivered:
                return true;
            default:
                return false;
        }
    }
};

}  // namespace xsksim
