// SPDX-License-Identifier: GPL-2.0-only
// Softirqs: raising, the softirq level, ksoftirqd, and the bottom-half disable count.
#include <utility>

#include "models/kernel/cpus.hpp"

namespace xsksim {
namespace {

// kernel/softirq.c: MAX_SOFTIRQ_RESTART and MAX_SOFTIRQ_TIME.
constexpr int rounds_max = 10;
constexpr std::uint64_t time_max_ms = 2;

std::uint64_t jiffies_of_ms(std::uint64_t ms, std::uint64_t hz) { return (ms * hz + 999) / 1000; }

}  // namespace

void Cpus::open_softirq(unsigned nr, std::function<void(CpuId)> action) {
    XSKSIM_CHECK(nr < softirqs_max, "no such softirq");
    softirq_actions_[nr] = std::move(action);
}

void Cpus::raise_softirq(unsigned nr) {
    const KernelContext& context = current();
    set_pending(vcpu_of(context), nr);
    // Nobody will look at the pending bits on the way out of here.
    if (!context.in_interrupt()) wake_ksoftirqd(vcpu_of(context));
}

void Cpus::mark_softirq(unsigned nr) {
    const KernelContext& context = current();
    set_pending(vcpu_of(context), nr);
    if (!context.in_interrupt()) leave_softirqs(vcpu_of(context));
}

void Cpus::set_pending(Vcpu& vcpu, unsigned nr) {
    vcpu.softirq_pending |= 1U << nr;
    trace_.emit(event::SoftirqRaise{.cpu = vcpu.id, .nr = static_cast<Softirq>(nr)});
}

// Nobody is on the way to run what is pending. The tick of a vCPU with a task goes on when it
// becomes idle, since softirqs are pending; one that was idle has stopped it.
void Cpus::leave_softirqs(Vcpu& vcpu) {
    if (vcpu.softirq_pending == 0 || vcpu.softirqs_left || ksoftirqd_is_running(vcpu)) return;
    if (vcpu.task == nullptr) return;
    trace_.emit(event::SoftirqLeft{.cpu = vcpu.id, .pending = vcpu.softirq_pending});
    vcpu.softirqs_left = true;
    arm_tick(vcpu);
}

// An interrupt of the local timer, for the sake of its irq_exit(). May be called from steps.
void Cpus::interrupt_for_softirqs(Vcpu& vcpu) {
    if (!std::exchange(vcpu.softirqs_left, false)) return;
    arm_tick(vcpu);
    raise_hardirq(vcpu.id, local_timer_vector(vcpu.id), [] { return true; });
}

void Cpus::bh_enable() {
    point();
    KernelContext& context = current();
    if (context.bh_disabled == 0) {
        findings_.failure("local_bh_enable without local_bh_disable");
        return;
    }
    if (context.level == Level::hardirq || context.irqs_disabled != 0)
        findings_.failure("local_bh_enable with interrupts disabled");
    --context.bh_disabled;
    Vcpu& vcpu = vcpu_of(context);
    if (options_.softirq_at_bh_enable && vcpu.softirq_pending != 0 && !context.in_interrupt() &&
        !ksoftirqd_is_running(vcpu))
        do_softirq(vcpu, context);
    if (!context.in_interrupt()) leave_softirqs(vcpu);
    note_reader_exit(context);
}

bool Cpus::ksoftirqd_is_running(const Vcpu& vcpu) const {
    return vcpu.ksoftirqd->schedule.state != State::blocked;
}

bool Cpus::may_invoke_softirq(const Vcpu& vcpu) const {
    if (vcpu.in_softirq || ksoftirqd_is_running(vcpu)) return false;
    return vcpu.task == nullptr || !vcpu.task->in_interrupt();
}

void Cpus::run_softirq_level(Vcpu& vcpu) {
    for (;;) {
        while (!vcpu.in_softirq) engine_.park();
        do_softirq(vcpu, *vcpu.softirq);
        vcpu.in_softirq = false;
        note_reader_exit(*vcpu.softirq);
        return_to_lower_level(vcpu);
    }
}

// __do_softirq(), on the stack of `context`.
void Cpus::do_softirq(Vcpu& vcpu, KernelContext& context) {
    ++context.serving_softirq;
    trace_.emit(event::SoftirqEnter{
        .cpu = vcpu.id, .pending = vcpu.softirq_pending, .in_ksoftirqd = context.is_ksoftirqd});
    const std::uint64_t end = jiffies() + jiffies_of_ms(time_max_ms, options_.hz);
    int rounds = 0;
    do {
        run_softirq_round(vcpu);
        ++rounds;
    } while (options_.softirq_restart && vcpu.softirq_pending != 0 && jiffies() < end &&
             !vcpu.need_resched && rounds < rounds_max);
    if (options_.softirq_restart && vcpu.softirq_pending != 0) wake_ksoftirqd(vcpu);
    leave_softirqs(vcpu);
    trace_.emit(event::SoftirqExit{.cpu = vcpu.id, .pending = vcpu.softirq_pending});
    --context.serving_softirq;
    note_reader_exit(context);
}

void Cpus::run_softirq_round(Vcpu& vcpu) {
    spend(options_.softirq_cost);
    const std::uint32_t pending = std::exchange(vcpu.softirq_pending, 0);
    if (std::exchange(vcpu.softirqs_left, false)) arm_tick(vcpu);
    for (unsigned nr = 0; nr < softirqs_max; ++nr)
        if ((pending >> nr & 1U) != 0 && softirq_actions_[nr]) softirq_actions_[nr](vcpu.id);
}

void Cpus::wake_ksoftirqd(Vcpu& vcpu) {
    if (ksoftirqd_is_running(vcpu)) return;
    trace_.emit(event::KsoftirqdWake{.cpu = vcpu.id});
    if (starves_ksoftirqd && starves_ksoftirqd(vcpu.id))
        vcpu.ksoftirqd->schedule.state = State::runnable;
    else
        make_runnable(*vcpu.ksoftirqd);
}

void Cpus::run_ksoftirqd(Vcpu& vcpu) {
    for (;;) {
        if (vcpu.softirq_pending == 0) {
            sleep(*vcpu.ksoftirqd, Instant::never());
        } else {
            do_softirq(vcpu, *vcpu.ksoftirqd);
            cond_resched();
        }
    }
}

}  // namespace xsksim
