// SPDX-License-Identifier: GPL-2.0-only
#include "models/irq/interrupt_faults.hpp"

namespace xsksim {

FaultVerdict MaskedInterrupt::apply(const InterruptMessage& /*message*/,
                                    const FaultStrike& strike) {
    return {FaultVerdict::Kind::mask, strike.delay};
}

}  // namespace xsksim
