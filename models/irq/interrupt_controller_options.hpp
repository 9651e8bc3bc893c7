// SPDX-License-Identifier: GPL-2.0-only
// The interrupt controller while no fault interferes: a scenario's `interrupts`.
#pragma once

#include "sim/core/time.hpp"

namespace xsksim {

// A line that was given up is masked, and its handler polled: POLL_SPURIOUS_IRQ_INTERVAL, HZ/10, of
// Linux 5.11 (kernel/irq/spurious.c). No option: nobody can set it there either.
inline constexpr Duration given_up_poll_interval = Duration::milliseconds(100);

struct InterruptControllerOptions {
    Duration latency{2000};  // raise to delivery; facts §6.3: posted interrupt to a running vCPU
    bool operator==(const InterruptControllerOptions&) const = default;
};

}  // namespace xsksim
