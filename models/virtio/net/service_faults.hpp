// SPDX-License-Identifier: GPL-2.0-only
// What may go wrong when the device is about to serve a packet: it takes longer, or fails and the
// packet stays at the head of the queue, as in vhost when the tap's sendmsg fails (facts §5,
// "avoid tx queue stuck when sendmsg fails"). Owner: a transmit queue. Emits fault_fired.
#pragma once

#include "models/fault_port.hpp"

namespace xsksim {

class ServiceFaults {
public:
    ServiceFaults(FaultSource& faults, PairIndex pair)
        : faults_(faults), pair_(pair), any_(faults.has(FaultSite::service)) {}

    struct Trouble {
        Duration longer;
        bool fails = false;
    };
    // Each attempt at a packet is an opportunity of its own.
    Trouble trouble() { return any_ ? draw() : Trouble{}; }

private:
    Trouble draw();

    FaultSource& faults_;
    PairIndex pair_;
    bool any_;
};

}  // namespace xsksim
