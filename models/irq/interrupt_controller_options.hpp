// SPDX-License-Identifier: GPL-2.0-only
// The interrupt controller while no fault interferes: a scenario's `interrupts`.
#pragma once

#include "sim/core/time.hpp"

namespace xsksim {

struct InterruptControllerOptions {
    Duration latency{2000};  // raise to delivery; facts §6.3: posted interrupt to a running vCPU
    bool operator==(const InterruptControllerOptions&) const = default;
};

}  // namespace xsksim
