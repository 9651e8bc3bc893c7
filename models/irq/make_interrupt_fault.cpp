// SPDX-License-Identifier: GPL-2.0-only
#include "models/irq/interrupt_faults.hpp"
#include "sim/core/check.hpp"

namespace xsksim {

std::unique_ptr<InterruptFault> make_interrupt_fault(const InterruptFaultRule& rule) {
    switch (rule.kind) {
        case InterruptFaultKind::lost:
            return std::make_unique<LostInterrupt>();
        case InterruptFaultKind::delayed:
            return std::make_unique<DelayedInterrupt>(rule.delay);
        case InterruptFaultKind::rate_capped:
            return std::make_unique<RateCappedInterrupt>(rule.per_second);
    }
    check_failed("kind", __FILE__, __LINE__, "unknown kind of interrupt fault");
}

}  // namespace xsksim
