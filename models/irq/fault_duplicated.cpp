// SPDX-License-Identifier: GPL-2.0-only
#include "models/irq/interrupt_faults.hpp"

namespace xsksim {

FaultVerdict DuplicatedInterrupt::apply(const InterruptMessage& /*message*/,
                                        const FaultStrike& strike) {
    return {FaultVerdict::Kind::duplicate, strike.delay};
}

}  // namespace xsksim
