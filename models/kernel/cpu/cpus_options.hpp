// SPDX-License-Identifier: GPL-2.0-only
// What the vCPUs are set to: of a scenario's `guest` and `schedule`.
#pragma once

#include <cstdint>

#include "sim/core/choice.hpp"
#include "sim/core/time.hpp"

namespace xsksim {

// What runs pending softirqs. Only mutants say false.
struct SoftirqSafeguards {
    bool restart = true;       // softirqs raised while softirqs run are run
    bool at_irq_exit = true;   // pending softirqs run after a hard interrupt
    bool at_bh_enable = true;  // and after a BH-disabled region
    bool at_tick = true;       // and at the next tick, when a task has left them
    bool operator==(const SoftirqSafeguards&) const = default;
};

// The host takes a vCPU away by chance, at each access and marked hypercall.
struct HostStealOptions {
    Probability probability = {};
    Duration min = Duration::microseconds(1);
    Duration max = Duration::microseconds(50);
    bool operator==(const HostStealOptions&) const = default;
};

struct CpusOptions {
    std::uint32_t vcpus = 2;
    std::uint32_t hz = 250;
    // A woken task pre-empts the running one at its next return to user mode instead of waiting for
    // the end of the slice: CFS lets a woken ksoftirqd in at once when the running task has had
    // much more of the vCPU, as a polling application has.
    bool wakeup_preemption = true;
    SoftirqSafeguards softirqs = {};
    HostStealOptions host_steals = {};
    bool operator==(const CpusOptions&) const = default;
};

}  // namespace xsksim
