// SPDX-License-Identifier: GPL-2.0-only
// The guest's vCPUs: three levels each (hard interrupt > softirq > task), pre-emption between them,
// tasks that take turns, and what each is about in a class of its own.
//
// Stands for: kernel/softirq.c, kernel/irq, and as much of kernel/sched as decides who runs on a
// vCPU, Linux 5.11, PREEMPT_VOLUNTARY. What is simplified, each part's header says.
// Per vCPU four engine contexts: cpuN/hardirq, cpuN/softirq, cpuN/ksoftirqd and its tasks. A level
// that becomes runnable suspends the one below it and resumes it when done.
// The parts know each other, since each level ends in another one; this class only makes them.
// Whoever needs one or two of them is handed those; who needs more, the whole.
// Owner: GuestKernel. Callers: the other files of models/kernel, the shim; the world takes tasks()
// for its applications.
#pragma once

#include "models/kernel/cpu/cpu_environment.hpp"
#include "models/kernel/cpu/execution.hpp"
#include "models/kernel/cpu/freezer.hpp"
#include "models/kernel/cpu/hard_irqs.hpp"
#include "models/kernel/cpu/host_steals.hpp"
#include "models/kernel/cpu/local_timer.hpp"
#include "models/kernel/cpu/run_queues.hpp"
#include "models/kernel/cpu/sections.hpp"
#include "models/kernel/cpu/soft_irqs.hpp"
#include "models/kernel/cpu/tasks.hpp"
#include "models/kernel/cpu/vcpus.hpp"

namespace xsksim {

class Cpus {
public:
    // What the environment refers to outlives it.
    explicit Cpus(const CpuEnvironment& environment);
    Cpus(const Cpus&) = delete;
    Cpus& operator=(const Cpus&) = delete;

    Vcpus& vcpus() { return vcpus_; }
    const Vcpus& vcpus() const { return vcpus_; }
    Execution& execution() { return execution_; }
    Sections& sections() { return sections_; }
    HostSteals& host() { return host_; }
    LocalTimer& timer() { return timer_; }
    HardIrqs& hardirqs() { return hardirqs_; }
    SoftIrqs& softirqs() { return softirqs_; }
    Tasks& tasks() { return tasks_; }
    Freezer& freezer() { return freezer_; }

private:
    void add_vcpu();

    CpuEnvironment environment_;
    Vcpus vcpus_;
    Execution execution_;
    Sections sections_;
    HostSteals host_;
    LocalTimer timer_;
    HardIrqs hardirqs_;
    SoftIrqs softirqs_;
    RunQueues run_queues_;
    Tasks tasks_;
    Freezer freezer_;
};

}  // namespace xsksim
