// SPDX-License-Identifier: GPL-2.0-only
#include "models/virtio/ring/used_ring_faults.hpp"

#include "sim/core/check.hpp"

namespace xsksim {

std::optional<Duration> UsedRingFaults::draw_lateness(const DeviceRing& ring, bool drained) {
    std::optional<Duration> late = Duration{};
    for_each_strike(faults_, FaultSite::completed, queue_, std::nullopt,
                    [&](const FaultStrike& strike) {
                        if (strike.what() == FaultWhat::used_late)
                            *late = *late + strike.delay;
                        else if (drained || ring.unpublished() >= strike.rule->packets)
                            return true;
                        else
                            late.reset();
                        faults_.took_effect(strike);
                        return late.has_value();
                    });
    return late;
}

void UsedRingFaults::draw_lies(DeviceRing& ring) {
    for_each_strike(faults_, FaultSite::published, queue_, std::nullopt,
                    [&](const FaultStrike& strike) {
                        if (tell(*strike.rule, ring)) faults_.took_effect(strike);
                        return true;
                    });
}

bool UsedRingFaults::tell(const FaultRule& rule, DeviceRing& ring) {
    DeviceRing::UsedBuffer last = ring.last_completed();
    switch (rule.what) {
        case FaultWhat::used_out_of_order:
            return ring.reverse_unpublished(static_cast<std::uint32_t>(rule.packets));
        case FaultWhat::used_wrong_id:
            last.head = static_cast<std::uint32_t>(rule.id);
            break;
        case FaultWhat::used_wrong_length:
            last.written_bytes = static_cast<std::uint32_t>(rule.bytes);
            break;
        case FaultWhat::used_twice:
            ring.show_ahead(1);
            break;
        case FaultWhat::used_index_ahead:
            ring.show_ahead(static_cast<std::int64_t>(rule.entries));
            return true;
        case FaultWhat::used_index_back:
            ring.show_ahead(-static_cast<std::int64_t>(rule.entries));
            return true;
        case FaultWhat::used_stale_wrap:
            return ring.turn_back_last();
        case FaultWhat::used_skips:
            return ring.skip_behind_last(static_cast<std::uint32_t>(rule.entries));
        default:
            check_failed("what", __FILE__, __LINE__, "no fault of used entries");
    }
    ring.rewrite_last(last);
    return true;
}

}  // namespace xsksim
