// SPDX-License-Identifier: GPL-2.0-only
// The guest's vCPUs: three levels each (hard interrupt > softirq > task), pre-emption between
// them, a round-robin task scheduler, and the interrupt/bottom-half disable counts.
//
// Stands for: kernel/softirq.c, kernel/irq, and as much of kernel/sched as decides who runs on a
// vCPU, Linux 5.11, PREEMPT_VOLUNTARY (kernel code of a task is not pre-empted by another task).
// Simplified: round robin with one slice a tick period instead of CFS; no migration. Of the local
// timer's interrupts (the tick; the end of a sleep) only those are simulated that do something: a
// tick while two tasks want the vCPU, at no cost, and as hard interrupts those that come while a
// task has left softirqs pending. So an idle guest is idle. Per vCPU four engine contexts:
// cpuN/hardirq, cpuN/softirq, cpuN/ksoftirqd and its tasks. A level that becomes runnable suspends
// the one below it and resumes it when done. Owner: GuestKernel. Callers: the other files of
// models/kernel, the shim, applications (TaskCalls). Scheduling points: every function marked
// [point]; the point is before the effect. Events: irq_enter, irq_exit, softirq_raise,
// softirq_left, softirq_enter, softirq_exit, ksoftirqd_wake, sched_switch, vcpu_steal.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "models/kernel/findings.hpp"
#include "models/kernel/guest_vectors.hpp"
#include "models/kernel/kernel_context.hpp"
#include "models/kernel/point_lottery.hpp"
#include "models/kernel/vcpu.hpp"
#include "models/memory/store_buffers.hpp"
#include "models/ports.hpp"
#include "sim/core/check.hpp"
#include "sim/core/choice.hpp"
#include "sim/core/engine.hpp"
#include "sim/core/trace.hpp"

namespace xsksim {

inline constexpr unsigned softirq_net_tx = 2;
inline constexpr unsigned softirq_net_rx = 3;
inline constexpr unsigned softirqs_max = 10;

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

class Cpus final : public TaskCalls {
public:
    Cpus(Engine& engine, Trace& trace, Choice& choice, Findings& findings,
         const CpusOptions& options);
    static std::unique_ptr<Cpus> create(Engine& engine, Trace& trace, Choice& choice,
                                        Findings& findings, const CpusOptions& options);

    // The running guest context. It is a SimulatorFault to ask from a step.
    KernelContext& current() {
        KernelContext* context = current_or_null();
        XSKSIM_CHECK(context != nullptr, "no guest context is running");
        return *context;
    }
    // nullptr when a step (device, timer, controller) or no guest context runs.
    KernelContext* current_or_null() {
        const ContextId id = engine_.current();
        return id < by_id_.size() ? by_id_[id] : nullptr;
    }
    std::uint32_t count() const { return static_cast<std::uint32_t>(vcpus_.size()); }
    // Every guest context, in order of creation, with its name and CPU time so far.
    const std::deque<KernelContext>& contexts() const { return contexts_; }
    Duration cpu_time(ContextId id) const;
    // The kernel's tick count: jiffies.
    std::uint64_t jiffies() const;
    Instant at_jiffy(std::uint64_t jiffy) const;

    // Kernel-mode time of the current context. Higher levels interrupt it. [point]
    void spend(Duration d) {
        current().cpu_time.ns += d.ns;
        draw_pre_emption();
        engine_.spend(d);
    }
    // [point] Others that are due run first; pre-emption by chance happens here (see
    // CpusOptions::preempt_probability: the whole vCPU is held for a drawn time).
    void point() {
        draw_pre_emption();
        engine_.point();
    }
    // smp_mb(), a locked instruction: what the current vCPU has stored is visible to all.
    void full_barrier() {
        if (options_.stores != nullptr) [[unlikely]]
            options_.stores->drain();
    }
    StoreBuffers* stores() const { return options_.stores; }
    // The host takes the current vCPU away: nothing runs on it, nothing is delivered to it. [point]
    void hold(Duration d);
    // Same until release(context); with whole_vcpu false only the current context stands still,
    // and its vCPU takes interrupts. [point]
    void hold_until_released(bool whole_vcpu);
    void release(KernelContext& context);
    // The host takes a vCPU away until bring_back(), in the middle of whatever it does: nothing
    // runs on it, nothing is delivered to it. Called from steps; not nested. Simplified: its store
    // buffer drains by itself, a little later than the VM exit would have it.
    void take_away(CpuId cpu);
    void bring_back(CpuId cpu);
    // Asked when ksoftirqd is woken: true keeps it from its turn until end_starvation(). Empty: no.
    std::function<bool(CpuId)> starves_ksoftirqd;
    void end_starvation(CpuId cpu) { make_runnable(*vcpus_[cpu].ksoftirqd); }
    // `observer` is called, while watched, before each scheduling point of a guest context.
    void on_point(std::function<void()> observer) { point_observer_ = std::move(observer); }
    void watch_points(bool watched) { points_watched_ = watched; }

    // Task contexts: gives the vCPU away until wake_task() (a remembered one counts) / `until`.
    // A failure finding in atomic context ("sleeping in atomic context: <what>").
    void block(Instant until, std::string_view what);
    // The same in a call that a signal would end: a frozen task stays in it.
    void block_interruptible(Instant until, std::string_view what);
    // msleep(): until the tick after next at the least, as schedule_timeout() rounds. Not woken
    // early, and keeps a remembered wake.
    void msleep(std::uint32_t milliseconds, std::string_view what);
    // might_sleep(): only the finding. True if there was one.
    bool might_sleep(std::string_view what);
    // hardirq, softirq, BH or interrupts disabled, a spin lock or rcu held
    bool in_atomic();
    // Marks the border of a system call: in kernel mode a task is not pre-empted by tasks.
    void enter_kernel();
    void leave_kernel();  // [point] runs a pending reschedule
    // [point] A voluntary pre-emption point of kernel code (cond_resched).
    void cond_resched();

    // local_irq_save / restore, local_bh_disable / enable (the latter run what became pending).
    void irq_disable() { ++current().irqs_disabled; }
    void irq_enable();  // [point]
    void bh_disable() { ++current().bh_disabled; }
    void bh_enable();  // [point] do_softirq unless ksoftirqd is running

    // A context that spins (a lock, a running timer callback): busy until somebody calls end_spin
    // (one that came before counts), while higher levels still interrupt it. [point]
    void spin();
    void end_spin(KernelContext& context);

    // Runs `handler` in hard-interrupt level on `cpu` as soon as it may; handlers queue in order.
    // May be called from steps. The handler returns IRQ_HANDLED (true) or IRQ_NONE.
    void raise_hardirq(CpuId cpu, Vector vector, std::function<bool()> handler);
    // Raised, and the handler has not begun.
    bool hardirq_pending(CpuId cpu, Vector vector) const;

    // open_softirq, and on the current vCPU: raise_softirq_irqoff, which wakes ksoftirqd outside
    // interrupt and BH-disabled context, and __raise_softirq_irqoff, which only marks the softirq
    // as pending, there for the vCPU's next interrupt or end of a BH-disabled region (decision
    // 0008).
    void open_softirq(unsigned nr, std::function<void(CpuId)> action);
    void raise_softirq(unsigned nr);
    void mark_softirq(unsigned nr);
    // True while another task is due to run on the vCPU (__do_softirq and friends ask).
    bool need_resched(CpuId cpu) const { return vcpus_[cpu].need_resched; }
    // The context that has the vCPU now, nullptr when it is idle or switching tasks.
    const KernelContext* running_on(CpuId cpu) const { return vcpus_[cpu].top(); }

    // The freezer of a suspend: every task but the caller stands still as soon as it is in user
    // mode or blocked in a call that a signal would end. False, with all of them going on, if one
    // is not after 20 s. Blocks.
    bool freeze_tasks();
    void thaw_tasks();

    // RCU asks: is the context inside a read-side section (explicit, BH or interrupts disabled,
    // serving softirq or hardirq)?
    bool is_reader(const KernelContext& context) const;
    bool any_reader() const;
    // `observer` is called, while watched, whenever a context leaves its last section.
    void on_reader_exit(std::function<void(const KernelContext&)> observer);
    void watch_readers(bool watched) { readers_watched_ = watched; }
    void note_reader_exit(const KernelContext& context) {
        if (readers_watched_ && !is_reader(context)) [[unlikely]]
            reader_observer_(context);
    }

    // Called when a context with locks_held > 0 gets to `where` ("returns to user mode"): SpinLocks
    // names the lock.
    std::function<void(const KernelContext&, std::string_view where)> on_lock_leak;

    // TaskCalls. Names are completed to "cpuN/name".
    ContextId spawn_task(CpuId cpu, std::string name, std::function<void()> body) override;
    void spend_user(Duration d) override { spend(d); }
    void sleep_until(Instant at) override;
    void spin_until(Instant at) override;
    void wake_task(ContextId task) override;
    void never_freeze() override { current().schedule.never_frozen = true; }

private:
    using State = KernelContext::Schedule::State;
    using Suspension = KernelContext::Schedule::Suspension;

    // cpus.cpp
    KernelContext& add_context(CpuId cpu, Level level, std::string name, int rank,
                               std::function<void(KernelContext&)> body);
    void add_vcpu(CpuId cpu);
    void draw_pre_emption() {
        if (lottery_.enabled() || points_watched_) [[unlikely]]
            draw_pre_emption_slowly();
    }
    void draw_pre_emption_slowly();
    void give_back(Vcpu& vcpu, KernelContext& context);
    void suspend(KernelContext& context);
    void resume(KernelContext& context);
    void wait_spinning(KernelContext& context);
    bool spin_is_over(const KernelContext& context) const;
    void check_balanced(KernelContext& context, std::string_view where);

    // cpus_interrupts.cpp
    void deliver_interrupts(Vcpu& vcpu);
    void run_hardirq_level(Vcpu& vcpu);
    void run_handler(Vcpu& vcpu, KernelContext& context);
    void leave_hardirq(Vcpu& vcpu);
    void return_to_lower_level(Vcpu& vcpu);

    // cpus_softirqs.cpp
    bool ksoftirqd_is_running(const Vcpu& vcpu) const;
    bool may_invoke_softirq(const Vcpu& vcpu) const;
    void run_softirq_level(Vcpu& vcpu);
    void do_softirq(Vcpu& vcpu, KernelContext& context);
    void run_softirq_round(Vcpu& vcpu);
    void set_pending(Vcpu& vcpu, unsigned nr);
    void leave_softirqs(Vcpu& vcpu);
    void interrupt_for_softirqs(Vcpu& vcpu);
    void wake_ksoftirqd(Vcpu& vcpu);
    void run_ksoftirqd(Vcpu& vcpu);

    // cpus_scheduler.cpp
    void make_runnable(KernelContext& context);
    void switch_to_next(Vcpu& vcpu, bool was_idle);
    Instant finish_switch(Vcpu& vcpu);
    void arm_tick(Vcpu& vcpu);
    Instant tick(Vcpu& vcpu);
    bool wants_switch(const Vcpu& vcpu) const;
    void pre_empt_user_task(Vcpu& vcpu);
    void yield(Vcpu& vcpu, KernelContext& context);
    void sleep(KernelContext& context, Instant until);
    void wait_for_turn(KernelContext& context, Instant until);
    void exit_task(KernelContext& context);
    void line_up(KernelContext& context);

    // cpus_freezer.cpp
    bool is_freezable(const KernelContext& context) const;
    bool stands_still(const KernelContext& context) const;
    bool try_to_freeze();
    void freeze_running(Vcpu& vcpu);
    void freeze_waiting(Vcpu& vcpu);

    Vcpu& vcpu_of(const KernelContext& context) { return vcpus_[context.cpu]; }

    Engine& engine_;
    Trace& trace_;
    Choice& choice_;
    Findings& findings_;
    CpusOptions options_;
    Duration tick_;
    PointLottery lottery_;
    StreamId hold_stream_;
    std::deque<KernelContext> contexts_;
    std::vector<KernelContext*> by_id_;  // by ContextId; nullptr for contexts of others
    std::deque<Vcpu> vcpus_;
    std::array<std::function<void(CpuId)>, softirqs_max> softirq_actions_;
    std::function<void(const KernelContext&)> reader_observer_;
    bool readers_watched_ = false;
    std::function<void()> point_observer_;
    bool points_watched_ = false;
    bool freezing_ = false;
    std::vector<KernelContext*> frozen_;  // runnable but for the freezer, in order
};

}  // namespace xsksim
