// SPDX-License-Identifier: GPL-2.0-only
// The hard-interrupt level, and what happens when a level is done.
#include <algorithm>
#include <utility>

#include "models/kernel/cpus.hpp"

namespace xsksim {

void Cpus::raise_hardirq(CpuId cpu, Vector vector, std::function<bool()> handler) {
    XSKSIM_CHECK(cpu < vcpus_.size(), "an interrupt for a vCPU that does not exist");
    Vcpu& vcpu = vcpus_[cpu];
    vcpu.interrupts.push_back({vector, std::move(handler)});
    deliver_interrupts(vcpu);
}

bool Cpus::hardirq_pending(CpuId cpu, Vector vector) const {
    const auto& interrupts = vcpus_[cpu].interrupts;
    return std::any_of(interrupts.begin(), interrupts.end(),
                       [vector](const auto& pending) { return pending.vector == vector; });
}

// A caller that runs on this vCPU is suspended by it: it stops at its next point.
void Cpus::deliver_interrupts(Vcpu& vcpu) {
    if (vcpu.in_hardirq || vcpu.is_away() || vcpu.interrupts.empty()) return;
    KernelContext* below = vcpu.top();
    if (below != nullptr) {
        if (below->irqs_disabled != 0) return;
        suspend(*below);
    }
    vcpu.in_hardirq = true;
    engine_.wake(vcpu.hardirq->id);
}

void Cpus::irq_enable() {
    point();
    KernelContext& context = current();
    if (context.irqs_disabled == 0) {
        findings_.failure("interrupts enabled that were not disabled");
        return;
    }
    if (--context.irqs_disabled != 0) return;
    deliver_interrupts(vcpu_of(context));
    engine_.point();
    note_reader_exit(context);
}

void Cpus::run_hardirq_level(Vcpu& vcpu) {
    KernelContext& context = *vcpu.hardirq;
    for (;;) {
        while (!vcpu.in_hardirq) engine_.park();
        while (!vcpu.interrupts.empty()) run_handler(vcpu, context);
        leave_hardirq(vcpu);
    }
}

void Cpus::run_handler(Vcpu& vcpu, KernelContext& context) {
    const Vcpu::PendingInterrupt interrupt = std::move(vcpu.interrupts.front());
    vcpu.interrupts.pop_front();
    trace_.emit(event::IrqEnter{
        .cpu = vcpu.id, .vector = interrupt.vector, .source = interrupt_kind(interrupt.vector)});
    spend(options_.hardirq_cost);
    const bool handled = interrupt.handler();
    check_balanced(context, "returns from an interrupt handler");
    trace_.emit(event::IrqExit{.cpu = vcpu.id, .vector = interrupt.vector, .handled = handled});
}

// irq_exit(): pending softirqs run before what was interrupted goes on.
void Cpus::leave_hardirq(Vcpu& vcpu) {
    full_barrier();  // IRET serialises
    vcpu.in_hardirq = false;
    note_reader_exit(*vcpu.hardirq);
    if (options_.softirq_at_irq_exit && vcpu.softirq_pending != 0 && may_invoke_softirq(vcpu)) {
        vcpu.in_softirq = true;
        engine_.wake(vcpu.softirq->id);
    } else {
        return_to_lower_level(vcpu);
    }
}

void Cpus::return_to_lower_level(Vcpu& vcpu) {
    if (vcpu.in_softirq) {
        resume(*vcpu.softirq);
    } else if (vcpu.task == nullptr) {
        switch_to_next(vcpu, true);
    } else if (vcpu.switching) {
        return;  // finish_switch() resumes the task
    } else if (vcpu.task->user_mode && wants_switch(vcpu)) {
        vcpu.task->schedule.state = State::runnable;
        vcpu.runnable.push_back(vcpu.task);
        switch_to_next(vcpu, false);
    } else {
        resume(*vcpu.task);
    }
}

}  // namespace xsksim
