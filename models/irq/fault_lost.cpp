// SPDX-License-Identifier: GPL-2.0-only
#include "models/irq/interrupt_faults.hpp"

namespace xsksim {

FaultVerdict LostInterrupt::apply(const InterruptMessage& /*message*/,
                                  const FaultStrike& /*strike*/) {
    return {FaultVerdict::Kind::lose, {}};
}

}  // namespace xsksim
