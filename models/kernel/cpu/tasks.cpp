// SPDX-License-Identifier: GPL-2.0-only
#include "models/kernel/cpu/tasks.hpp"

#include <utility>

#include "models/kernel/cpu/execution.hpp"
#include "models/kernel/cpu/freezer.hpp"
#include "models/kernel/cpu/hard_irqs.hpp"
#include "models/kernel/cpu/local_timer.hpp"
#include "models/kernel/cpu/run_queues.hpp"
#include "models/kernel/cpu/sections.hpp"

namespace xsksim {

using State = KernelContext::Schedule::State;
using Suspension = KernelContext::Schedule::Suspension;

Tasks::Tasks(Engine& engine, Vcpus& vcpus, Execution& execution, Sections& sections,
             LocalTimer& timer, HardIrqs& hardirqs, RunQueues& run_queues, Freezer& freezer)
    : engine_(engine),
      vcpus_(vcpus),
      execution_(execution),
      sections_(sections),
      timer_(timer),
      hardirqs_(hardirqs),
      run_queues_(run_queues),
      freezer_(freezer) {}

// --- their lives ---

ContextId Tasks::spawn_task(CpuId cpu, std::string name, std::function<void()> body) {
    XSKSIM_CHECK(cpu < vcpus_.count(), "a task for a vCPU that does not exist: " + name);
    const std::string prefix = "cpu" + std::to_string(cpu) + "/";
    if (name.rfind(prefix, 0) != 0) name = prefix + name;
    KernelContext& task = vcpus_.add_context(cpu, Level::task, std::move(name), Rank::task,
                                             [this, body = std::move(body)](KernelContext& self) {
                                                 body();
                                                 exit_task(self);
                                             });
    task.user_mode = true;
    run_queues_.make_runnable(task);
    return task.id;
}

void Tasks::exit_task(KernelContext& context) {
    execution_.point(Operation::call({ObjectKind::task, Act::exit}, context.id));
    sections_.check_none_open(context, "exits");
    execution_.full_barrier();
    context.schedule.state = State::dead;
    Vcpu& vcpu = vcpus_.of(context);
    vcpu.task = nullptr;
    run_queues_.switch_to_next(vcpu, false);
}

void Tasks::never_freeze() { execution_.current().schedule.never_frozen = true; }

// --- user code ---

void Tasks::spend_user(Duration d, Operation next) { execution_.spend(d, next); }

void Tasks::point(Operation next) { execution_.point(next); }

void Tasks::spin_until(Instant at) {
    KernelContext& context = execution_.current();
    execution_.point(Operation::call({ObjectKind::task, Act::spin}, context.id));
    vcpus_.spin_until_woken(context, at);
}

// --- system calls ---

void Tasks::enter_kernel() { execution_.current().user_mode = false; }

void Tasks::leave_kernel() {
    KernelContext& context = execution_.current();
    const auto operation = Operation::call({ObjectKind::task, Act::return_to_user}, context.id);
    execution_.point(operation);
    sections_.check_none_open(context, "returns to user mode");
    context.user_mode = true;
    Vcpu& vcpu = vcpus_.of(context);
    hardirqs_.deliver(vcpu);
    engine_.point(operation);
    if (run_queues_.wants_switch(vcpu) || freezer_.is_freezable(context))
        run_queues_.yield(vcpu, context);
}

void Tasks::cond_resched() {
    KernelContext& context = execution_.current();
    execution_.point(Operation::call({ObjectKind::task, Act::yield}, context.id));
    Vcpu& vcpu = vcpus_.of(context);
    if (run_queues_.wants_switch(vcpu) && !sections_.in_atomic()) run_queues_.yield(vcpu, context);
}

// --- sleeping and waking ---

void Tasks::sleep_until(Instant at) { block(at, "sleep_until"); }

void Tasks::block(Instant until, std::string_view what) {
    sections_.might_sleep(what);
    KernelContext& context = execution_.current();
    execution_.point(Operation::call({ObjectKind::task, Act::sleep}, context.id));
    if (!context.schedule.woken && until > engine_.now()) {
        if (context.level == Level::task)
            run_queues_.sleep(context, until);
        else  // nothing else can run here anyway
            vcpus_.spin_until_woken(context, until);
    }
    context.schedule.woken = false;
}

void Tasks::block_interruptible(Instant until, std::string_view what) {
    KernelContext& context = execution_.current();
    context.schedule.interruptible = true;
    block(until, what);
    context.schedule.interruptible = false;
}

void Tasks::msleep(std::uint32_t milliseconds, std::string_view what) {
    sections_.might_sleep(what);
    KernelContext& context = execution_.current();
    const auto operation = Operation::call({ObjectKind::task, Act::sleep}, context.id);
    execution_.point(operation);
    const std::uint64_t ticks = timer_.jiffies_in_ms(milliseconds);
    const Instant until = timer_.at_jiffy(timer_.jiffies() + ticks + 1);
    while (engine_.now() < until) {
        if (context.level == Level::task)
            run_queues_.sleep(context, until);
        else
            execution_.spend(until - engine_.now(), operation);
    }
}

void Tasks::wake_task(ContextId task) {
    KernelContext* context = vcpus_.context(task);
    XSKSIM_CHECK(context != nullptr, "no such task");
    auto& schedule = context->schedule;
    schedule.woken = true;
    if (schedule.state == State::blocked) {
        execution_.full_barrier();  // try_to_wake_up() takes the task's lock
        run_queues_.make_runnable(*context);
    } else if (schedule.spinning && schedule.user_spin && schedule.suspension == Suspension::none)
        engine_.wake(task);
}

}  // namespace xsksim
