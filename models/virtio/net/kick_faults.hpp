// SPDX-License-Identifier: GPL-2.0-only
// What may go wrong with notifications from the driver: one is lost or late on its way, or the
// device goes to sleep without asking for one, or without looking whether it missed one.
//
// Real counterparts (facts §5): an ioeventfd that is dropped, QEMU's tx=timer; Firecracker 5958 (an
// avail_event that stays behind after a restore), QEMU 06b12970174 and hvisor-tool 101 (no second
// look). Owner: a queue of the device. Emits fault_fired.
#pragma once

#include <optional>

#include "models/fault_port.hpp"

namespace xsksim {

class KickFaults {
public:
    KickFaults(FaultSource& faults, QueueIndex queue, PairIndex pair)
        : faults_(faults),
          queue_(queue),
          pair_(pair),
          any_kick_(faults.has(FaultSite::kick)),
          any_enabling_(faults.has(FaultSite::enabling)) {}

    // A notification leaves: how much later than usual it arrives; nothing: never.
    std::optional<Duration> lateness() { return any_kick_ ? draw_lateness() : Duration{}; }

    // The device enables notifications: what it leaves out.
    struct LeftOut {
        bool event = false;        // avail_event, or the flag, is not written
        bool second_look = false;  // the available index is not read again
    };
    LeftOut left_out() { return any_enabling_ ? draw_left_out() : LeftOut{}; }

private:
    std::optional<Duration> draw_lateness();
    LeftOut draw_left_out();

    FaultSource& faults_;
    QueueIndex queue_;
    PairIndex pair_;
    bool any_kick_, any_enabling_;
};

}  // namespace xsksim
