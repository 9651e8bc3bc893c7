// SPDX-License-Identifier: GPL-2.0-only
#include "models/irq/interrupt_faults.hpp"
#include "sim/core/check.hpp"

namespace xsksim {

std::unique_ptr<InterruptFault> make_interrupt_fault(const FaultRule& rule) {
    switch (rule.what) {
        case FaultWhat::interrupt_lost:
            return std::make_unique<LostInterrupt>();
        case FaultWhat::interrupt_delayed:
            return std::make_unique<DelayedInterrupt>();
        case FaultWhat::interrupt_rate_capped:
            return std::make_unique<RateCappedInterrupt>(rule.per_second);
        case FaultWhat::interrupt_duplicated:
            return std::make_unique<DuplicatedInterrupt>();
        case FaultWhat::interrupt_masked:
            return std::make_unique<MaskedInterrupt>();
        default:
            break;
    }
    check_failed("what", __FILE__, __LINE__, "no fault of an interrupt message");
}

}  // namespace xsksim
