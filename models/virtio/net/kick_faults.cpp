// SPDX-License-Identifier: GPL-2.0-only
#include "models/virtio/net/kick_faults.hpp"

namespace xsksim {

std::optional<Duration> KickFaults::draw_lateness() {
    std::optional<Duration> late = Duration{};
    for_each_strike(faults_, FaultSite::kick, queue_, std::nullopt, [&](const FaultStrike& strike) {
        faults_.took_effect(strike);
        if (strike.what() == FaultWhat::kick_lost)
            late.reset();
        else
            *late = *late + strike.delay;
        return late.has_value();
    });
    return late;
}

KickFaults::LeftOut KickFaults::draw_left_out() {
    LeftOut left_out;
    for_each_strike(faults_, FaultSite::enabling, pair_, std::nullopt,
                    [&](const FaultStrike& strike) {
                        faults_.took_effect(strike);
                        const bool is_event = strike.what() == FaultWhat::kick_suppressed;
                        (is_event ? left_out.event : left_out.second_look) = true;
                        return true;
                    });
    return left_out;
}

}  // namespace xsksim
