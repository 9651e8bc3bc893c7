// SPDX-License-Identifier: GPL-2.0-only
#include "models/kernel/cpu/soft_irqs.hpp"

#include <utility>

#include "models/kernel/cpu/execution.hpp"
#include "models/kernel/cpu/local_timer.hpp"
#include "models/kernel/cpu/run_queues.hpp"
#include "models/kernel/cpu/sections.hpp"
#include "models/kernel/cpu/tasks.hpp"

namespace xsksim {
namespace {

using State = KernelContext::Schedule::State;

// kernel/softirq.c: MAX_SOFTIRQ_RESTART and MAX_SOFTIRQ_TIME.
constexpr int rounds_max = 10;
constexpr std::uint64_t time_max_ms = 2;

}  // namespace

SoftIrqs::SoftIrqs(const CpuEnvironment& environment, Vcpus& vcpus, Execution& execution,
                   Sections& sections, LocalTimer& timer, RunQueues& run_queues, Tasks& tasks)
    : engine_(environment.engine),
      trace_(environment.trace),
      findings_(environment.findings),
      safeguards_(environment.options.softirqs),
      costs_(environment.costs),
      vcpus_(vcpus),
      execution_(execution),
      sections_(sections),
      timer_(timer),
      run_queues_(run_queues),
      tasks_(tasks) {}

// --- raising ---

void SoftIrqs::open(unsigned nr, std::function<void(CpuId)> action) {
    XSKSIM_CHECK(nr < softirqs_max, "no such softirq");
    actions_[nr] = std::move(action);
}

void SoftIrqs::raise(unsigned nr) {
    const KernelContext& context = execution_.current();
    set_pending(vcpus_.of(context), nr);
    // Nobody will look at the pending bits on the way out of here.
    if (!context.in_interrupt()) wake_ksoftirqd(vcpus_.of(context));
}

void SoftIrqs::mark(unsigned nr) {
    const KernelContext& context = execution_.current();
    set_pending(vcpus_.of(context), nr);
    if (!context.in_interrupt()) leave_pending(vcpus_.of(context));
}

void SoftIrqs::set_pending(Vcpu& vcpu, unsigned nr) {
    vcpu.softirq_pending |= 1U << nr;
    trace_.emit(event::SoftirqRaise{.cpu = vcpu.id, .nr = static_cast<Softirq>(nr)});
}

// Nobody is on the way to run what is pending. The tick of a vCPU with a task goes on when it
// becomes idle, since softirqs are pending; one that was idle has stopped it.
void SoftIrqs::leave_pending(Vcpu& vcpu) {
    if (vcpu.softirq_pending == 0 || vcpu.softirqs_left || ksoftirqd_is_running(vcpu)) return;
    if (vcpu.task == nullptr) return;
    trace_.emit(event::SoftirqLeft{.cpu = vcpu.id, .pending = vcpu.softirq_pending});
    vcpu.softirqs_left = true;
    timer_.arm_tick(vcpu);
}

// --- who runs them ---

void SoftIrqs::bh_disable() { ++execution_.current().bh_disabled; }

void SoftIrqs::bh_enable() {
    KernelContext& context = execution_.current();
    execution_.point(Operation::call({ObjectKind::softirqs, Act::enable}, context.cpu));
    if (context.bh_disabled == 0) {
        findings_.failure("local_bh_enable without local_bh_disable");
        return;
    }
    if (context.level == Level::hardirq || context.irqs_disabled != 0)
        findings_.failure("local_bh_enable with interrupts disabled");
    --context.bh_disabled;
    Vcpu& vcpu = vcpus_.of(context);
    if (safeguards_.at_bh_enable && vcpu.softirq_pending != 0 && !context.in_interrupt() &&
        !ksoftirqd_is_running(vcpu))
        do_softirq(vcpu, context);
    if (!context.in_interrupt()) leave_pending(vcpu);
    sections_.note_reader_exit(context);
}

bool SoftIrqs::may_begin(const Vcpu& vcpu) const {
    if (vcpu.in_softirq || ksoftirqd_is_running(vcpu)) return false;
    return vcpu.task == nullptr || !vcpu.task->in_interrupt();
}

bool SoftIrqs::begin_at_irq_exit(Vcpu& vcpu) {
    if (!safeguards_.at_irq_exit || vcpu.softirq_pending == 0 || !may_begin(vcpu)) return false;
    vcpu.in_softirq = true;
    engine_.wake(vcpu.softirq->id);
    return true;
}

void SoftIrqs::run_level(Vcpu& vcpu) {
    for (;;) {
        while (!vcpu.in_softirq) engine_.park();
        do_softirq(vcpu, *vcpu.softirq);
        vcpu.in_softirq = false;
        sections_.note_reader_exit(*vcpu.softirq);
        run_queues_.return_to_lower_level(vcpu);
    }
}

// __do_softirq(), on the stack of `context`.
void SoftIrqs::do_softirq(Vcpu& vcpu, KernelContext& context) {
    ++context.serving_softirq;
    trace_.emit(event::SoftirqEnter{
        .cpu = vcpu.id, .pending = vcpu.softirq_pending, .in_ksoftirqd = context.is_ksoftirqd});
    const std::uint64_t end = timer_.jiffies() + timer_.jiffies_in_ms(time_max_ms);
    int rounds = 0;
    do {
        run_round(vcpu);
        ++rounds;
    } while (safeguards_.restart && vcpu.softirq_pending != 0 && timer_.jiffies() < end &&
             !vcpu.need_resched && rounds < rounds_max);
    if (safeguards_.restart && vcpu.softirq_pending != 0) wake_ksoftirqd(vcpu);
    leave_pending(vcpu);
    trace_.emit(event::SoftirqExit{.cpu = vcpu.id, .pending = vcpu.softirq_pending});
    --context.serving_softirq;
    sections_.note_reader_exit(context);
}

void SoftIrqs::run_round(Vcpu& vcpu) {
    execution_.spend(costs_.softirq, Operation::call({ObjectKind::softirqs, Act::run}, vcpu.id));
    const std::uint32_t pending = std::exchange(vcpu.softirq_pending, 0);
    if (std::exchange(vcpu.softirqs_left, false)) timer_.arm_tick(vcpu);
    for (unsigned nr = 0; nr < softirqs_max; ++nr)
        if ((pending >> nr & 1U) != 0 && actions_[nr]) actions_[nr](vcpu.id);
}

// --- ksoftirqd ---

bool SoftIrqs::ksoftirqd_is_running(const Vcpu& vcpu) const {
    return vcpu.ksoftirqd->schedule.state != State::blocked;
}

void SoftIrqs::wake_ksoftirqd(Vcpu& vcpu) {
    if (ksoftirqd_is_running(vcpu)) return;
    trace_.emit(event::KsoftirqdWake{.cpu = vcpu.id});
    if (starves_ksoftirqd && starves_ksoftirqd(vcpu.id))
        vcpu.ksoftirqd->schedule.state = State::runnable;
    else
        run_queues_.make_runnable(*vcpu.ksoftirqd);
}

void SoftIrqs::end_starvation(CpuId cpu) { run_queues_.make_runnable(*vcpus_.at(cpu).ksoftirqd); }

void SoftIrqs::run_ksoftirqd(Vcpu& vcpu) {
    for (;;) {
        if (vcpu.softirq_pending == 0) {
            run_queues_.sleep(*vcpu.ksoftirqd, Instant::never());
        } else {
            do_softirq(vcpu, *vcpu.ksoftirqd);
            tasks_.cond_resched();
        }
    }
}

}  // namespace xsksim
