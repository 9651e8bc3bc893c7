// SPDX-License-Identifier: GPL-2.0-only
// What the parts of Cpus are set to, and what of the simulator they stand on.
#pragma once

#include <cstdint>

#include "models/kernel/findings.hpp"
#include "models/memory/store_buffers.hpp"
#include "sim/core/choice.hpp"
#include "sim/core/engine.hpp"
#include "sim/core/trace.hpp"

namespace xsksim {

struct CpusOptions {
    std::uint32_t vcpus = 2;
    std::uint32_t hz = 250;
    Duration hardirq_cost{400};
    Duration softirq_cost{100};
    Duration context_switch_cost{1000};
    Duration ksoftirqd_wakeup{5000};
    // A woken task pre-empts the running one at its next return to user mode, as CFS does for a
    // task that slept, instead of waiting for the end of the slice.
    bool wakeup_preemption = false;
    // What runs pending softirqs: a raise while softirqs run is followed by another round; the end
    // of a hard interrupt, of a BH-disabled region; the next tick. Only mutants say false.
    bool softirq_restart = true;
    bool softirq_at_irq_exit = true;
    bool softirq_at_bh_enable = true;
    bool softirq_at_tick = true;
    Probability preempt_probability;
    Duration preempt_min, preempt_max;
    StoreBuffers* stores = nullptr;  // under memory order TSO
};

struct CpuEnvironment {
    Engine& engine;
    Trace& trace;
    Choice& choice;
    Findings& findings;
    const CpusOptions& options;
};

}  // namespace xsksim
