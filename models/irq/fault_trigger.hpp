// SPDX-License-Identifier: GPL-2.0-only
// When a fault rule applies. Chance is asked last, and only when all other parts hold, so that a
// rule draws as seldom as it can.
#pragma once

#include <cstdint>

#include "models/irq/interrupt_fault.hpp"
#include "sim/core/choice.hpp"

namespace xsksim {

class FaultTrigger {
public:
    // `index` is the rule's, from 1; it names the stream of chance.
    FaultTrigger(const InterruptFaultRule& rule, std::size_t index, Choice& choice);

    bool selects(const InterruptMessage& message, Instant now);

private:
    bool counts(std::uint64_t number) const;

    InterruptFaultRule rule_;  // nth sorted
    Choice& choice_;
    StreamId stream_ = 0;
};

}  // namespace xsksim
