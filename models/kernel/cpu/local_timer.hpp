// SPDX-License-Identifier: GPL-2.0-only
// The tick of each vCPU, and the kernel's tick count.
//
// Stands for: the local APIC's timer as kernel/time/tick-sched.c programs it, jiffies, Linux 5.11.
// Simplified: of its interrupts (the tick; the end of a sleep) only those are simulated that do
// something: a tick while two tasks want the vCPU, at no cost, and as hard interrupts those that
// come while a task has left softirqs pending. So an idle guest is idle.
// Owner: Cpus. Callers: its parts; Napi and WorkQueue for jiffies. Not the drivers' timers: those
// are HrTimers. No scheduling points; no events of its own.
#pragma once

#include <cstdint>

#include "models/kernel/cpu/cpu_environment.hpp"
#include "models/kernel/cpu/vcpu.hpp"
#include "models/kernel/guest_vectors.hpp"

namespace xsksim {

class HardIrqs;
class RunQueues;

class LocalTimer {
public:
    LocalTimer(const CpuEnvironment& environment, HardIrqs& hardirqs, RunQueues& run_queues);
    LocalTimer(const LocalTimer&) = delete;
    LocalTimer& operator=(const LocalTimer&) = delete;

    std::uint64_t jiffies() const;
    Instant at_jiffy(std::uint64_t jiffy) const;
    // Rounded up: msecs_to_jiffies().
    std::uint64_t jiffies_in_ms(std::uint64_t ms) const;

    // For the other parts. The tick is simulated while somebody waits for the vCPU, or softirqs for
    // its end: something of that has changed.
    void arm_tick(Vcpu& vcpu);
    // What its step does.
    Instant tick(Vcpu& vcpu);
    // An interrupt of the local timer, for the sake of its irq_exit(). May be called from steps.
    void interrupt_for_softirqs(Vcpu& vcpu);

private:
    Engine& engine_;
    HardIrqs& hardirqs_;
    RunQueues& run_queues_;
    std::uint32_t hz_;
    Duration period_;
    bool runs_softirqs_;
};

}  // namespace xsksim
