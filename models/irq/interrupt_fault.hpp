// SPDX-License-Identifier: GPL-2.0-only
// What may go wrong with an interrupt message on its way from the device to the guest. A new kind
// of fault is one class with apply(), one file, and one line in make_interrupt_fault().
//
// Owner: InterruptController, one a rule. Called once for each message that the rule strikes, in
// the order of raising. No events: the controller tells the trace.
#pragma once

#include <cstdint>
#include <memory>

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
    virtual ~InterruptFault() = default;
    virtual FaultVerdict apply(const InterruptMessage& message, const FaultStrike& strike) = 0;
};

std::unique_ptr<InterruptFault> make_interrupt_fault(const FaultRule& rule);

}  // namespace xsksim
