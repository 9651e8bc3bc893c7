// SPDX-License-Identifier: GPL-2.0-only
// What may go wrong with an interrupt message on its way from the device to the guest.
//
// interrupt_lost         The message never arrives, as with a backend that drops its signal (facts
//                        §5).
// interrupt_delayed      A message leaves some time later; others may overtake it.
// interrupt_duplicated   A second message follows, as from a backend that signals again on a
//                        time-out (facts §5, libkrun).
// interrupt_masked       The vector's MSI-X entry is masked for a while, as during a change of
//                        affinity; the pending bit keeps one interrupt (virtio 1.x 4.1.5.1.2; PCI
//                        MSI-X).
// interrupt_rate_capped  At most so many a second, evenly spaced, as a backend that coalesces does:
//                        a message too early waits for the next free slot, and further ones merge
//                        into it. The spacing is rounded up to whole nanoseconds, so the cap is
//                        never exceeded.
//
// Owner: InterruptController, one a rule. Called once for each message that the rule strikes, in
// the order of raising. Errors: SimulatorFault for a rule of another site. No events: the
// controller tells the trace.
#pragma once

#include <cstdint>

#include "models/fault_port.hpp"
#include "models/ports.hpp"
#include "sim/core/time.hpp"

namespace xsksim {

struct InterruptMessage {
    Vector vector = 0;
    std::uint64_t number = 0;  // of this vector, from 1
    Instant at;                // when it leaves, delays of earlier rules included
};

struct FaultVerdict {
    enum class Kind {
        pass,
        lose,
        delay,      // leaves `delay` later
        merge,      // with one of the same vector that waits already
        duplicate,  // and a second one leaves `delay` later
        mask,       // the vector is masked for `delay`, and this message finds it so
    };
    Kind kind = Kind::pass;
    Duration delay;
};

class InterruptFault {
public:
    explicit InterruptFault(const FaultRule& rule);
    FaultVerdict apply(const InterruptMessage& message, const FaultStrike& strike);

private:
    FaultVerdict cap_rate(Instant at);

    Duration spacing_;   // interrupt_rate_capped
    Instant last_slot_;  // of the message that left, or waits to leave, last
    bool has_last_ = false;
};

}  // namespace xsksim
