// SPDX-License-Identifier: GPL-2.0-only
// The guest's vCPUs: three levels each (hard interrupt > softirq > task), pre-emption between
// them, a round-robin task scheduler, and the interrupt/bottom-half disable counts.
//
// Stands for: kernel/softirq.c, kernel/irq, and as much of kernel/sched as decides who runs on a
// vCPU, Linux 5.11, PREEMPT_VOLUNTARY (kernel code of a task is not pre-empted by another task).
// Simplified: round robin with one slice a tick period instead of CFS; no migration.
// Per vCPU four engine contexts: cpuN/hardirq, cpuN/softirq, cpuN/ksoftirqd and its tasks. A level
// that becomes runnable freezes the one below it (Engine::freeze) and thaws it when done.
// Owner: the world. Callers: the other files of models/kernel, the shim, applications (TaskCalls).
// Scheduling points: every function marked [point]; the point is before the effect.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "models/kernel/findings.hpp"
#include "models/ports.hpp"
#include "sim/core/choice.hpp"
#include "sim/core/engine.hpp"
#include "sim/core/trace.hpp"

namespace xsksim {

enum class Level : std::uint8_t { task, softirq, hardirq };

inline constexpr unsigned softirq_hrtimer_unused = 0;
inline constexpr unsigned softirq_net_tx = 2;
inline constexpr unsigned softirq_net_rx = 3;

// What the kernel knows of an execution context (a mix of task_struct and preempt_count).
struct KernelContext {
    ContextId id = no_context;
    CpuId cpu = 0;
    Level level = Level::task;
    bool is_ksoftirqd = false;
    bool user_mode = false;     // a task between system calls
    std::uint32_t bh_disabled = 0;    // local_bh_disable depth
    std::uint32_t irqs_disabled = 0;  // local_irq_save depth
    std::uint32_t serving_softirq = 0; // > 0 while running softirqs (also on a task's stack)
    std::uint32_t rcu_depth = 0;
    std::uint32_t locks_held = 0;     // spin locks
};

struct CpusOptions {
    std::uint32_t vcpus = 2;
    std::uint32_t hz = 250;
    Duration hardirq_cost{400};
    Duration softirq_cost{100};
    Duration context_switch_cost{1000};
    Duration ksoftirqd_wakeup{5000};
    Probability preempt_probability;
    Duration preempt_min, preempt_max;
};

class Cpus : public TaskCalls {
public:
    static std::unique_ptr<Cpus> create(Engine& engine, Trace& trace, Choice& choice,
                                        Findings& findings, const CpusOptions& options);

    // The running guest context. It is a SimulatorFault to ask from a step.
    virtual KernelContext& current() = 0;
    // nullptr when a step (device, timer, controller) or no guest context runs.
    virtual KernelContext* current_or_null() = 0;
    virtual std::uint32_t count() const = 0;

    // Kernel-mode time of the current context. Higher levels interrupt it.
    virtual void spend(Duration d) = 0;
    // [point] Others that are due run first; pre-emption by chance happens here (see
    // CpusOptions::preempt_probability: the whole vCPU is held for a drawn time).
    virtual void point() = 0;

    // Task contexts: gives the vCPU away until wake_task() (a remembered one counts) / `until`.
    // A failure finding in atomic context ("sleeping in atomic context: <what>").
    virtual void block(Instant until, std::string_view what) = 0;
    virtual bool in_atomic() = 0;  // hardirq, softirq, BH or interrupts disabled, lock or rcu held
    // Marks the border of a system call: in kernel mode a task is not pre-empted by tasks.
    virtual void enter_kernel() = 0;
    virtual void leave_kernel() = 0;  // [point] runs a pending reschedule

    // local_irq_save / restore, local_bh_disable / enable (the latter run what became pending).
    virtual void irq_disable() = 0;
    virtual void irq_enable() = 0;  // [point]
    virtual void bh_disable() = 0;
    virtual void bh_enable() = 0;   // [point] do_softirq unless ksoftirqd is running

    // A context that spins (a lock, a running timer callback): busy until engine.wake(id), while
    // higher levels still interrupt it.
    virtual void spin() = 0;

    // Runs `handler` in hard-interrupt level on `cpu` as soon as it may; handlers queue in order.
    // May be called from steps. The handler returns IRQ_HANDLED (true) or IRQ_NONE.
    virtual void raise_hardirq(CpuId cpu, Vector vector, std::function<bool()> handler) = 0;

    // open_softirq / raise_softirq on the current vCPU. Outside interrupt and BH-disabled context,
    // raising wakes ksoftirqd (facts §2.3).
    virtual void open_softirq(unsigned nr, std::function<void(CpuId)> action) = 0;
    virtual void raise_softirq(unsigned nr) = 0;
    // True while the vCPU has work for a task of higher claim (net_rx_action and friends ask).
    virtual bool need_resched(CpuId cpu) = 0;

    // RCU asks: is any context inside a read-side section (explicit, BH or interrupts disabled,
    // serving softirq or hardirq)? `observer` is called whenever one leaves its last.
    virtual bool any_reader() = 0;
    virtual void on_reader_exit(std::function<void(const KernelContext&)> observer) = 0;
};

}  // namespace xsksim
