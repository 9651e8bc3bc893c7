// SPDX-License-Identifier: GPL-2.0-only
#include "models/irq/interrupt_faults.hpp"

namespace xsksim {

FaultVerdict DelayedInterrupt::apply(const InterruptMessage& /*message*/,
                                     const FaultStrike& strike) {
    return {FaultVerdict::Kind::delay, strike.delay};
}

}  // namespace xsksim
