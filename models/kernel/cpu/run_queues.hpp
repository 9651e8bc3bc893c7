// SPDX-License-Identifier: GPL-2.0-only
// Who is next on a vCPU: the queue of tasks that wait for it, switching between them, and the way
// back from a higher level.
//
// Stands for: as much of kernel/sched as decides who runs on a vCPU, Linux 5.11,
// PREEMPT_VOLUNTARY (kernel code of a task is not pre-empted by another task).
// Simplified: round robin with one slice a tick period instead of CFS; no migration.
// Owner: Cpus. Callers: its parts only; the rest of the kernel sees Tasks. No scheduling points of
// its own. Costs: KernelCosts::context_switch a switch, ksoftirqd_wakeup for ksoftirqd on an
// idle vCPU. Events: sched_switch.
#pragma once

#include "models/kernel/cpu/cpu_environment.hpp"
#include "models/kernel/cpu/vcpus.hpp"

namespace xsksim {

class Execution;
class Freezer;
class LocalTimer;

class RunQueues {
public:
    RunQueues(const CpuEnvironment& environment, Vcpus& vcpus, Execution& execution,
              LocalTimer& timer, Freezer& freezer);
    RunQueues(const RunQueues&) = delete;
    RunQueues& operator=(const RunQueues&) = delete;

    // The running task goes; back when its turn has come. sleep() ends by make_runnable() or at
    // `until`, and leaves a remembered wake to the caller.
    void sleep(KernelContext& context, Instant until);
    void yield(Vcpu& vcpu, KernelContext& context);
    // From here on, whoever calls goes on; what follows happens to other contexts.
    void make_runnable(KernelContext& context);
    void line_up(KernelContext& context);
    bool wants_switch(const Vcpu& vcpu) const {
        return vcpu.need_resched && !vcpu.runnable.empty();
    }
    void pre_empt_user_task(Vcpu& vcpu);
    // The task that had the vCPU has queued up, sleeps or is dead.
    void switch_to_next(Vcpu& vcpu, bool was_idle);
    // What the switch's step does.
    Instant finish_switch(Vcpu& vcpu);
    // A higher level is done with the vCPU.
    void return_to_lower_level(Vcpu& vcpu);

private:
    void wait_for_turn(KernelContext& context, Instant until);

    Engine& engine_;
    Trace& trace_;
    const CpusOptions& options_;
    const KernelCosts& costs_;
    Vcpus& vcpus_;
    Execution& execution_;
    LocalTimer& timer_;
    Freezer& freezer_;
};

}  // namespace xsksim
