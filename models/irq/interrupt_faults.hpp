// SPDX-License-Identifier: GPL-2.0-only
// The faults there are; each has its own file.
#pragma once

#include "models/irq/interrupt_fault.hpp"

namespace xsksim {

// The message never arrives, as with a backend that drops its signal (facts §5).
class LostInterrupt : public InterruptFault {
public:
    FaultVerdict apply(const InterruptMessage& message, const FaultStrike& strike) override;
};

// A message leaves some time later; others may overtake it.
class DelayedInterrupt : public InterruptFault {
public:
    FaultVerdict apply(const InterruptMessage& message, const FaultStrike& strike) override;
};

// A second message follows, as from a backend that signals again on a time-out (facts §5, libkrun).
class DuplicatedInterrupt : public InterruptFault {
public:
    FaultVerdict apply(const InterruptMessage& message, const FaultStrike& strike) override;
};

// The vector's MSI-X entry is masked for a while, as during a change of affinity; the pending bit
// keeps one interrupt (virtio 1.x 4.1.5.1.2; PCI MSI-X).
class MaskedInterrupt : public InterruptFault {
public:
    FaultVerdict apply(const InterruptMessage& message, const FaultStrike& strike) override;
};

// At most so many a second, evenly spaced, as a backend that coalesces does: a message too early
// waits for the next free slot, and further ones merge into it. The spacing is rounded up to whole
// nanoseconds, so the cap is never exceeded.
class RateCappedInterrupt : public InterruptFault {
public:
    explicit RateCappedInterrupt(std::uint64_t per_second);
    FaultVerdict apply(const InterruptMessage& message, const FaultStrike& strike) override;

private:
    Duration spacing_;
    Instant last_slot_;  // of the message that left, or waits to leave, last
    bool has_last_ = false;
};

}  // namespace xsksim
