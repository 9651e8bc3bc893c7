// SPDX-License-Identifier: GPL-2.0-only
// What each guest CPU cost stands for, and where its number comes from.
//
// Stands for: the time that kernel code outside the driver takes on one vCPU. Driver code costs
// what the shim charges (per function, per access). Simplified: constants, no caches.
// A scenario's `guest.costs` sets it. Owner: GuestKernel; each part reads what it charges. Sources:
// kernel-facts.md §6.3 ("facts"); [I] marks numbers inferred there; "assumed" ones are ours. All
// are spent as kernel-mode time of the context that makes the call, before the effect.
#pragma once

#include "sim/core/time.hpp"

namespace xsksim {

struct KernelCosts {
    Duration syscall{300};            // entry and exit; facts 0.30 us [I], 70..500 ns measured
    Duration hardirq{400};            // entry, chip, handler dispatch; facts 0.4 us [I]
    Duration softirq{100};            // entering one round of softirqs; assumed
    Duration napi_poll{300};          // one NAPI poll besides the driver's work; facts 0.3 us [I]
    Duration hrtimer_arm{100};        // queueing or removing a timer; facts 0.1 us [I]
    Duration hrtimer_reprogram{900};  // TSC-deadline write, a VM exit; facts 0.9 us [I]
    Duration doorbell{1200};          // notification, a VM exit; facts 1.2 us, 0.7..2 [I]
    Duration lock{20};                // an uncontended spin lock; assumed (a locked operation)
    Duration allocation{50};          // kmalloc or kfree; facts: 42 ns of 373 a packet
    Duration peek{8};                 // xsk_tx_peek_desc; facts: 8 ns of 373 a packet
    Duration context_switch{1000};    // switching tasks; assumed
    Duration ksoftirqd_wakeup{5000};  // until ksoftirqd runs on an idle vCPU; facts 5..50 us [I]
    Duration rcu_grace_period = Duration::milliseconds(8);  // facts 1..3 jiffies: 2 at HZ=250
    Duration udp_send{1000};       // socket, IP and qdisc above start_xmit; of 1.40 us a packet
    Duration udp_send_per_kib{0};  // more, per 1024 bytes: the copy; see the profiles
    bool operator==(const KernelCosts&) const = default;
};

}  // namespace xsksim
