// SPDX-License-Identifier: GPL-2.0-only
// The state of one vCPU: who has it, who waits for it, what is pending.
//
// Stands for: the per-CPU data of kernel/softirq.c, kernel/irq and kernel/sched, Linux 5.11.
// Owner: Vcpus. Users: the parts of Cpus.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>

#include "models/kernel/cpu/kernel_context.hpp"
#include "models/memory/store_buffers.hpp"

namespace xsksim {

struct Vcpu {
    struct PendingInterrupt {
        Vector vector = 0;
        std::function<bool()> handler;
    };

    CpuId id = 0;
    StoreBuffers::Agent store_buffer = StoreBuffers::no_agent;
    KernelContext* hardirq = nullptr;
    KernelContext* softirq = nullptr;
    KernelContext* ksoftirqd = nullptr;

    bool in_hardirq = false;
    bool in_softirq = false;        // the softirq level, not a softirq on a task's stack
    KernelContext* task = nullptr;  // switched in, or being switched in
    bool switching = false;
    std::deque<KernelContext*> runnable;  // waiting for their turn, in order
    bool need_resched = false;
    bool held = false;    // its context stands still here: a hold or pre-emption by chance
    bool stolen = false;  // the host took it away from outside, in the middle of whatever it did
    bool switch_due = false;  // a task switch ended meanwhile

    bool is_away() const { return held || stolen; }

    std::uint32_t softirq_pending = 0;
    bool softirqs_left = false;  // by a task, with nobody on the way to run them
    std::deque<PendingInterrupt> interrupts;

    ContextId switch_step = no_context;
    ContextId tick_step = no_context;
    bool tick_armed = false;

    // Who has the vCPU: the highest active level.
    KernelContext* top() const {
        if (in_hardirq) return hardirq;
        if (in_softirq) return softirq;
        return switching ? nullptr : task;
    }
};

}  // namespace xsksim
