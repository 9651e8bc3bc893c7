// SPDX-License-Identifier: GPL-2.0-only
#include "models/kernel/cpu/run_queues.hpp"

#include "models/kernel/cpu/execution.hpp"
#include "models/kernel/cpu/freezer.hpp"
#include "models/kernel/cpu/local_timer.hpp"

namespace xsksim {

using State = KernelContext::Schedule::State;
using Suspension = KernelContext::Schedule::Suspension;

RunQueues::RunQueues(const CpuEnvironment& environment, Vcpus& vcpus, Execution& execution,
                     LocalTimer& timer, Freezer& freezer)
    : engine_(environment.engine),
      trace_(environment.trace),
      options_(environment.options),
      costs_(environment.costs),
      vcpus_(vcpus),
      execution_(execution),
      timer_(timer),
      freezer_(freezer) {}

// --- going and coming ---

void RunQueues::sleep(KernelContext& context, Instant until) {
    execution_.full_barrier();  // __schedule() takes the run queue's lock
    context.schedule.state = State::blocked;
    context.schedule.suspension = Suspension::descheduled;
    Vcpu& vcpu = vcpus_.of(context);
    vcpu.task = nullptr;
    switch_to_next(vcpu, false);
    wait_for_turn(context, until);
}

void RunQueues::yield(Vcpu& vcpu, KernelContext& context) {
    execution_.full_barrier();
    context.schedule.suspension = Suspension::descheduled;
    line_up(context);
    switch_to_next(vcpu, false);
    wait_for_turn(context, Instant::never());
}

// A timeout wakes this stack without the vCPU being ours: it only queues up.
void RunQueues::wait_for_turn(KernelContext& context, Instant until) {
    auto& schedule = context.schedule;
    while (schedule.suspension != Suspension::none) {
        if (schedule.state == State::blocked && !until.is_never()) {
            if (engine_.now() >= until) {
                make_runnable(context);
                timer_.interrupt_for_softirqs(vcpus_.of(context));
            } else {
                engine_.wake_at(context.id, until);
            }
        }
        engine_.park();
    }
}

// A task that is frozen does not wait for the vCPU but for the thaw.
void RunQueues::line_up(KernelContext& context) {
    context.schedule.state = State::runnable;
    if (freezer_.is_freezable(context))
        freezer_.keep(context);
    else
        vcpus_.of(context).runnable.push_back(&context);
}

void RunQueues::make_runnable(KernelContext& context) {
    Vcpu& vcpu = vcpus_.of(context);
    line_up(context);
    if (freezer_.is_freezable(context)) return;
    if (vcpu.task == nullptr) {
        if (!vcpu.in_hardirq && !vcpu.in_softirq) switch_to_next(vcpu, true);
        return;
    }
    timer_.arm_tick(vcpu);
    if (options_.wakeup_preemption) {
        vcpu.need_resched = true;
        pre_empt_user_task(vcpu);
    }
}

// --- switching ---

void RunQueues::switch_to_next(Vcpu& vcpu, bool was_idle) {
    vcpu.need_resched = false;
    vcpu.task = nullptr;
    if (vcpu.runnable.empty()) return timer_.arm_tick(vcpu);
    KernelContext& next = *vcpu.runnable.front();
    vcpu.runnable.pop_front();
    vcpu.task = &next;
    vcpu.switching = true;
    const Duration latency =
        was_idle && next.is_ksoftirqd ? costs_.ksoftirqd_wakeup : costs_.context_switch;
    engine_.wake_at(vcpu.switch_step, engine_.now() + latency);
    timer_.arm_tick(vcpu);
}

// Runs in a step: the next task's stack cannot tell by itself when its turn has come, because it
// may stand frozen in the middle of a spend().
Instant RunQueues::finish_switch(Vcpu& vcpu) {
    if (!vcpu.switching) return Instant::never();
    if (vcpu.stolen) {
        vcpu.switch_due = true;
        return Instant::never();
    }
    vcpu.switching = false;
    KernelContext& task = *vcpu.task;
    task.schedule.state = State::running;
    trace_.emit(event::SchedSwitch{.cpu = vcpu.id, .task = {task.id}});
    if (!vcpu.in_hardirq && !vcpu.in_softirq) vcpus_.resume(task);
    return Instant::never();
}

void RunQueues::pre_empt_user_task(Vcpu& vcpu) {
    const bool elsewhere = vcpu.in_hardirq || vcpu.in_softirq || vcpu.switching || vcpu.is_away();
    if (elsewhere || !wants_switch(vcpu) || !vcpu.task->user_mode) return;
    vcpus_.suspend(*vcpu.task);
    line_up(*vcpu.task);
    switch_to_next(vcpu, false);
}

void RunQueues::return_to_lower_level(Vcpu& vcpu) {
    if (vcpu.in_softirq) {
        vcpus_.resume(*vcpu.softirq);
    } else if (vcpu.task == nullptr) {
        switch_to_next(vcpu, true);
    } else if (vcpu.switching) {
        return;  // finish_switch() resumes the task
    } else if (vcpu.task->user_mode && wants_switch(vcpu)) {
        vcpu.task->schedule.state = State::runnable;
        vcpu.runnable.push_back(vcpu.task);
        switch_to_next(vcpu, false);
    } else {
        vcpus_.resume(*vcpu.task);
    }
}

}  // namespace xsksim
