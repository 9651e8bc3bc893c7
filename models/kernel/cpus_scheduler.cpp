// SPDX-License-Identifier: GPL-2.0-only
// Tasks: who is next on a vCPU, sleeping and waking, slices.
#include <utility>

#include "models/kernel/cpus.hpp"

namespace xsksim {

// --- tasks ---

ContextId Cpus::spawn_task(CpuId cpu, std::string name, std::function<void()> body) {
    XSKSIM_CHECK(cpu < vcpus_.size(), "a task for a vCPU that does not exist: " + name);
    const std::string prefix = "cpu" + std::to_string(cpu) + "/";
    if (name.rfind(prefix, 0) != 0) name = prefix + name;
    KernelContext& task = add_context(cpu, Level::task, std::move(name), Rank::task,
                                      [this, body = std::move(body)](KernelContext& self) {
                                          body();
                                          exit_task(self);
                                      });
    task.user_mode = true;
    make_runnable(task);
    return task.id;
}

void Cpus::exit_task(KernelContext& context) {
    point();
    check_balanced(context, "exits");
    full_barrier();
    context.schedule.state = State::dead;
    Vcpu& vcpu = vcpu_of(context);
    vcpu.task = nullptr;
    switch_to_next(vcpu, false);
}

void Cpus::enter_kernel() { current().user_mode = false; }

void Cpus::leave_kernel() {
    point();
    KernelContext& context = current();
    check_balanced(context, "returns to user mode");
    context.user_mode = true;
    Vcpu& vcpu = vcpu_of(context);
    deliver_interrupts(vcpu);
    engine_.point();
    if (wants_switch(vcpu) || is_freezable(context)) yield(vcpu, context);
}

void Cpus::cond_resched() {
    point();
    KernelContext& context = current();
    Vcpu& vcpu = vcpu_of(context);
    if (wants_switch(vcpu) && !in_atomic()) yield(vcpu, context);
}

// --- sleeping and waking ---

void Cpus::block(Instant until, std::string_view what) {
    might_sleep(what);
    point();
    KernelContext& context = current();
    if (!context.schedule.woken && until > engine_.now()) {
        if (context.level == Level::task) {
            sleep(context, until);
        } else {  // nothing else can run here anyway
            context.schedule.user_spin = true;
            context.schedule.spin_until = until;
            wait_spinning(context);
        }
    }
    context.schedule.woken = false;
}

void Cpus::block_interruptible(Instant until, std::string_view what) {
    KernelContext& context = current();
    context.schedule.interruptible = true;
    block(until, what);
    context.schedule.interruptible = false;
}

void Cpus::msleep(std::uint32_t milliseconds, std::string_view what) {
    might_sleep(what);
    point();
    KernelContext& context = current();
    const std::uint64_t ticks = (std::uint64_t{milliseconds} * options_.hz + 999) / 1000;
    const Instant until = at_jiffy(jiffies() + ticks + 1);
    while (engine_.now() < until) {
        if (context.level == Level::task)
            sleep(context, until);
        else
            spend(until - engine_.now());
    }
}

void Cpus::sleep_until(Instant at) { block(at, "sleep_until"); }

void Cpus::wake_task(ContextId task) {
    XSKSIM_CHECK(task < by_id_.size() && by_id_[task] != nullptr, "no such task");
    KernelContext& context = *by_id_[task];
    auto& schedule = context.schedule;
    schedule.woken = true;
    if (schedule.state == State::blocked) {
        full_barrier();  // try_to_wake_up() takes the task's lock
        make_runnable(context);
    } else if (schedule.spinning && schedule.user_spin && schedule.suspension == Suspension::none)
        engine_.wake(task);
}

// Leaves `woken` to the caller.
void Cpus::sleep(KernelContext& context, Instant until) {
    full_barrier();  // __schedule() takes the run queue's lock
    context.schedule.state = State::blocked;
    context.schedule.suspension = Suspension::descheduled;
    Vcpu& vcpu = vcpu_of(context);
    vcpu.task = nullptr;
    switch_to_next(vcpu, false);
    wait_for_turn(context, until);
}

void Cpus::yield(Vcpu& vcpu, KernelContext& context) {
    full_barrier();
    context.schedule.suspension = Suspension::descheduled;
    line_up(context);
    switch_to_next(vcpu, false);
    wait_for_turn(context, Instant::never());
}

// A timeout wakes this stack without the vCPU being ours: it only queues up.
void Cpus::wait_for_turn(KernelContext& context, Instant until) {
    auto& schedule = context.schedule;
    while (schedule.suspension != Suspension::none) {
        if (schedule.state == State::blocked && !until.is_never()) {
            if (engine_.now() >= until) {
                make_runnable(context);
                interrupt_for_softirqs(vcpu_of(context));
            } else {
                engine_.wake_at(context.id, until);
            }
        }
        engine_.park();
    }
}

// A task that is frozen does not wait for the vCPU but for the thaw.
void Cpus::line_up(KernelContext& context) {
    context.schedule.state = State::runnable;
    if (is_freezable(context))
        frozen_.push_back(&context);
    else
        vcpu_of(context).runnable.push_back(&context);
}

void Cpus::make_runnable(KernelContext& context) {
    Vcpu& vcpu = vcpu_of(context);
    line_up(context);
    if (is_freezable(context)) return;
    if (vcpu.task == nullptr) {
        if (!vcpu.in_hardirq && !vcpu.in_softirq) switch_to_next(vcpu, true);
        return;
    }
    arm_tick(vcpu);
    if (options_.wakeup_preemption) {
        vcpu.need_resched = true;
        pre_empt_user_task(vcpu);
    }
}

// --- switching ---

// The task that had the vCPU has queued up, sleeps or is dead.
void Cpus::switch_to_next(Vcpu& vcpu, bool was_idle) {
    vcpu.need_resched = false;
    vcpu.task = nullptr;
    if (vcpu.runnable.empty()) return arm_tick(vcpu);
    KernelContext& next = *vcpu.runnable.front();
    vcpu.runnable.pop_front();
    vcpu.task = &next;
    vcpu.switching = true;
    const Duration latency =
        was_idle && next.is_ksoftirqd ? options_.ksoftirqd_wakeup : options_.context_switch_cost;
    engine_.wake_at(vcpu.switch_step, engine_.now() + latency);
    arm_tick(vcpu);
}

// Runs in a step: the next task's stack cannot tell by itself when its turn has come, because it
// may stand frozen in the middle of a spend().
Instant Cpus::finish_switch(Vcpu& vcpu) {
    if (!vcpu.switching) return Instant::never();
    if (vcpu.stolen) {
        vcpu.switch_due = true;
        return Instant::never();
    }
    vcpu.switching = false;
    KernelContext& task = *vcpu.task;
    task.schedule.state = State::running;
    trace_.emit(event::SchedSwitch{.cpu = vcpu.id, .task = {task.id}});
    if (!vcpu.in_hardirq && !vcpu.in_softirq) resume(task);
    return Instant::never();
}

bool Cpus::wants_switch(const Vcpu& vcpu) const {
    return vcpu.need_resched && !vcpu.runnable.empty();
}

void Cpus::pre_empt_user_task(Vcpu& vcpu) {
    const bool elsewhere = vcpu.in_hardirq || vcpu.in_softirq || vcpu.switching || vcpu.is_away();
    if (elsewhere || !wants_switch(vcpu) || !vcpu.task->user_mode) return;
    suspend(*vcpu.task);
    line_up(*vcpu.task);
    switch_to_next(vcpu, false);
}

// --- the tick ---

// It is simulated while somebody waits for the vCPU, or softirqs for its end.
void Cpus::arm_tick(Vcpu& vcpu) {
    const bool contended = vcpu.task != nullptr && !vcpu.runnable.empty();
    const bool wanted = contended || (vcpu.softirqs_left && options_.softirq_at_tick);
    if (wanted == vcpu.tick_armed) return;
    vcpu.tick_armed = wanted;
    if (wanted)
        engine_.wake_at(vcpu.tick_step, at_jiffy(jiffies() + 1));
    else
        engine_.cancel_wake(vcpu.tick_step);
}

Instant Cpus::tick(Vcpu& vcpu) {
    vcpu.tick_armed = false;
    if (!vcpu.switching && vcpu.task != nullptr && !vcpu.runnable.empty()) vcpu.need_resched = true;
    if (options_.softirq_at_tick && vcpu.softirqs_left)
        interrupt_for_softirqs(vcpu);
    else if (vcpu.need_resched)
        pre_empt_user_task(vcpu);
    arm_tick(vcpu);
    return Instant::never();
}

}  // namespace xsksim
