// SPDX-License-Identifier: GPL-2.0-only
// The faults there are; each has its own file.
#pragma once

#include "models/irq/interrupt_fault.hpp"

namespace xsksim {

// The message never arrives, as with a backend that drops its signal (facts §5).
class LostInterrupt : public InterruptFault {
public:
    FaultVerdict apply(const InterruptMessage& message) override;
};

// Every message leaves a fixed time later; their order stays.
class DelayedInterrupt : public InterruptFault {
public:
    explicit DelayedInterrupt(Duration delay) : delay_(delay) {}
    FaultVerdict apply(const InterruptMessage& message) override;

private:
    Duration delay_;
};

// At most so many a second, evenly spaced, as a backend that coalesces does: a message too early
// waits for the next free slot, and further ones merge into it. The spacing is rounded up to whole
// nanoseconds, so the cap is never exceeded.
class RateCappedInterrupt : public InterruptFault {
public:
    explicit RateCappedInterrupt(std::uint64_t per_second);
    FaultVerdict apply(const InterruptMessage& message) override;

private:
    Duration spacing_;
    Instant last_slot_;  // of the message that left, or waits to leave, last
    bool has_last_ = false;
};

}  // namespace xsksim
