// SPDX-License-Identifier: GPL-2.0-only
// One execution context of the guest kernel: a vCPU's hard-interrupt level, its softirq level, its
// ksoftirqd, or a task.
//
// Stands for: task_struct and preempt_count (include/linux/preempt.h), Linux 5.11.
// Owner: Vcpus. The upper part is read by all of models/kernel, models/shim and the AF_XDP core;
// `schedule` is for the parts of Cpus.
#pragma once

#include <cstdint>
#include <string>

#include "models/kernel/level.hpp"
#include "models/ports.hpp"
#include "sim/core/engine.hpp"

namespace xsksim {

struct KernelContext {
    ContextId id = no_context;
    CpuId cpu = 0;
    Level level = Level::task;
    bool is_ksoftirqd = false;
    bool user_mode = false;             // a task between system calls
    std::uint32_t bh_disabled = 0;      // local_bh_disable depth
    std::uint32_t irqs_disabled = 0;    // local_irq_save depth
    std::uint32_t serving_softirq = 0;  // > 0 while running softirqs (also on a task's stack)
    std::uint32_t rcu_depth = 0;
    std::uint32_t locks_held = 0;  // spin locks
    std::string name;              // as the engine knows it, e.g. "cpu0/ksoftirqd"
    Duration cpu_time;             // spent so far, the current spend() included

    bool in_interrupt() const {
        return level != Level::task || serving_softirq != 0 || bh_disabled != 0;
    }

    struct Schedule {
        enum class State : std::uint8_t { blocked, runnable, running, dead };
        // Why the context does not run although it is not blocked: a higher level or another task
        // has its vCPU. A frozen one stands in a spend(), a spinning one in a wait that goes on,
        // a descheduled one in wait_for_turn().
        enum class Suspension : std::uint8_t { none, frozen, spinning, descheduled };
        State state = State::blocked;
        Suspension suspension = Suspension::descheduled;
        bool woken = false;  // a wake_task() that nobody has consumed yet
        bool spinning = false;
        bool spin_ended = false;     // end_spin() was called
        bool user_spin = false;      // ends by wake_task(), not by end_spin()
        bool never_frozen = false;   // goes on while tasks are frozen
        bool interruptible = false;  // blocked in a call that a signal would end
        Instant spin_until = Instant::never();
        Instant spin_since;  // for cpu_time
    } schedule;
};

}  // namespace xsksim
