// SPDX-License-Identifier: GPL-2.0-only
// Tasks: their lives, sleeping and waking, and the border of their system calls.
//
// Stands for: kthread_run and exec, schedule_timeout, try_to_wake_up, the entry code of system
// calls, Linux 5.11. In kernel mode a task is not pre-empted by tasks.
// Owner: Cpus. Callers: applications (TaskCalls), everything in the kernel that sleeps.
// Scheduling points: the functions marked [point], and each that blocks; the point is before the
// effect. Errors: failure findings for sleeping in atomic context, and for sections left open where
// a system call or a task ends. Events: none here; RunQueues has sched_switch.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "models/kernel/cpu/cpu_environment.hpp"
#include "models/kernel/cpu/vcpus.hpp"
#include "models/ports.hpp"

namespace xsksim {

class Execution;
class Freezer;
class HardIrqs;
class LocalTimer;
class RunQueues;
class Sections;

class Tasks final : public TaskCalls {
public:
    Tasks(Engine& engine, Vcpus& vcpus, Execution& execution, Sections& sections, LocalTimer& timer,
          HardIrqs& hardirqs, RunQueues& run_queues, Freezer& freezer);
    Tasks(const Tasks&) = delete;
    Tasks& operator=(const Tasks&) = delete;

    // Task contexts: gives the vCPU away until wake_task() (a remembered one counts) / `until`.
    // A failure finding in atomic context ("sleeping in atomic context: <what>").
    void block(Instant until, std::string_view what);
    // The same in a call that a signal would end: a frozen task stays in it.
    void block_interruptible(Instant until, std::string_view what);
    // msleep(): until the tick after next at the least, as schedule_timeout() rounds. Not woken
    // early, and keeps a remembered wake.
    void msleep(std::uint32_t milliseconds, std::string_view what);

    // Marks the border of a system call.
    void enter_kernel();
    void leave_kernel();  // [point] runs a pending reschedule
    // [point] A voluntary pre-emption point of kernel code (cond_resched).
    void cond_resched();

    // TaskCalls. Names are completed to "cpuN/name".
    ContextId spawn_task(CpuId cpu, std::string name, std::function<void()> body) override;
    void spend_user(Duration d, Operation next) override;  // [point]
    void sleep_until(Instant at) override;
    void spin_until(Instant at) override;
    void wake_task(ContextId task) override;
    void point(Operation next) override;  // [point]
    void never_freeze() override;

private:
    void exit_task(KernelContext& context);

    Engine& engine_;
    Vcpus& vcpus_;
    Execution& execution_;
    Sections& sections_;
    LocalTimer& timer_;
    HardIrqs& hardirqs_;
    RunQueues& run_queues_;
    Freezer& freezer_;
};

}  // namespace xsksim
