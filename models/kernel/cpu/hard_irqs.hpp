// SPDX-License-Identifier: GPL-2.0-only
// The hard-interrupt level of each vCPU.
//
// Stands for: the interrupt flag and the entry code of x86, irq_enter() and irq_exit()
// (kernel/softirq.c), Linux 5.11. Handlers of one vCPU run one after the other, in the order in
// which they were raised; an interrupt suspends whatever the vCPU does, unless that has interrupts
// disabled or the host has the vCPU.
// Owner: Cpus. Callers: the shim (device), HrTimers, LocalTimer; the C interface. Scheduling
// points: enable(). Costs: KernelCosts::hardirq a handler. Errors: a failure finding for
// interrupts enabled that were not disabled, and what Sections finds after a handler. Events:
// irq_enter, irq_exit.
#pragma once

#include <functional>

#include "models/kernel/cpu/cpu_environment.hpp"
#include "models/kernel/cpu/vcpus.hpp"

namespace xsksim {

class Execution;
class RunQueues;
class Sections;
class SoftIrqs;

class HardIrqs {
public:
    HardIrqs(const CpuEnvironment& environment, Vcpus& vcpus, Execution& execution,
             Sections& sections, SoftIrqs& softirqs, RunQueues& run_queues);
    HardIrqs(const HardIrqs&) = delete;
    HardIrqs& operator=(const HardIrqs&) = delete;

    // Runs `handler` in hard-interrupt level on `cpu` as soon as it may; handlers queue in order.
    // May be called from steps. The handler returns IRQ_HANDLED (true) or IRQ_NONE.
    void raise(CpuId cpu, Vector vector, std::function<bool()> handler);
    // Raised, and the handler has not begun.
    bool is_pending(CpuId cpu, Vector vector) const;

    // local_irq_save and local_irq_restore; the latter runs what became pending.
    void disable();
    void enable();  // [point]

    // For the other parts: something that kept interrupts from the vCPU is over.
    void deliver(Vcpu& vcpu);
    // What the level's context does, for ever.
    void run_level(Vcpu& vcpu);

private:
    void run_handler(Vcpu& vcpu, KernelContext& context);
    void leave(Vcpu& vcpu);

    Engine& engine_;
    Trace& trace_;
    Findings& findings_;
    Duration cost_;
    Vcpus& vcpus_;
    Execution& execution_;
    Sections& sections_;
    SoftIrqs& softirqs_;
    RunQueues& run_queues_;
};

}  // namespace xsksim
