// SPDX-License-Identifier: GPL-2.0-only
#include "models/kernel/cpu/hard_irqs.hpp"

#include "models/kernel/guest_vectors.hpp"

#include <algorithm>
#include <utility>

#include "models/kernel/cpu/execution.hpp"
#include "models/kernel/cpu/run_queues.hpp"
#include "models/kernel/cpu/sections.hpp"
#include "models/kernel/cpu/soft_irqs.hpp"

namespace xsksim {

HardIrqs::HardIrqs(const CpuEnvironment& environment, Vcpus& vcpus, Execution& execution,
                   Sections& sections, SoftIrqs& softirqs, RunQueues& run_queues)
    : engine_(environment.engine),
      trace_(environment.trace),
      findings_(environment.findings),
      cost_(environment.costs.hardirq),
      vcpus_(vcpus),
      execution_(execution),
      sections_(sections),
      softirqs_(softirqs),
      run_queues_(run_queues) {}

void HardIrqs::raise(CpuId cpu, Vector vector, std::function<bool()> handler) {
    XSKSIM_CHECK(cpu < vcpus_.count(), "an interrupt for a vCPU that does not exist");
    Vcpu& vcpu = vcpus_.at(cpu);
    vcpu.interrupts.push_back({vector, std::move(handler)});
    deliver(vcpu);
}

bool HardIrqs::is_pending(CpuId cpu, Vector vector) const {
    const auto& interrupts = vcpus_.at(cpu).interrupts;
    return std::any_of(interrupts.begin(), interrupts.end(),
                       [vector](const auto& pending) { return pending.vector == vector; });
}

// A caller that runs on this vCPU is suspended by it: it stops at its next point.
void HardIrqs::deliver(Vcpu& vcpu) {
    if (vcpu.in_hardirq || vcpu.is_away() || vcpu.interrupts.empty()) return;
    KernelContext* below = vcpu.top();
    if (below != nullptr) {
        if (below->irqs_disabled != 0) return;
        vcpus_.suspend(*below);
    }
    vcpu.in_hardirq = true;
    engine_.wake(vcpu.hardirq->id);
}

void HardIrqs::disable() { ++execution_.current().irqs_disabled; }

void HardIrqs::enable() {
    KernelContext& context = execution_.current();
    const auto operation = Operation::call({ObjectKind::interrupts, Act::enable}, context.cpu);
    execution_.point(operation);
    if (context.irqs_disabled == 0) {
        findings_.failure("interrupts enabled that were not disabled");
        return;
    }
    if (--context.irqs_disabled != 0) return;
    deliver(vcpus_.of(context));
    engine_.point(operation);
    sections_.note_reader_exit(context);
}

void HardIrqs::run_level(Vcpu& vcpu) {
    KernelContext& context = *vcpu.hardirq;
    for (;;) {
        while (!vcpu.in_hardirq) engine_.park();
        while (!vcpu.interrupts.empty()) run_handler(vcpu, context);
        leave(vcpu);
    }
}

void HardIrqs::run_handler(Vcpu& vcpu, KernelContext& context) {
    const Vcpu::PendingInterrupt interrupt = std::move(vcpu.interrupts.front());
    vcpu.interrupts.pop_front();
    trace_.emit(event::IrqEnter{
        .cpu = vcpu.id, .vector = interrupt.vector, .source = interrupt_kind(interrupt.vector)});
    execution_.spend(cost_, Operation::call({ObjectKind::vector, Act::handle}, interrupt.vector));
    const bool handled = interrupt.handler();
    sections_.check_none_open(context, "returns from an interrupt handler");
    trace_.emit(event::IrqExit{.cpu = vcpu.id, .vector = interrupt.vector, .handled = handled});
}

// irq_exit(): pending softirqs run before what was interrupted goes on.
void HardIrqs::leave(Vcpu& vcpu) {
    execution_.full_barrier();  // IRET serialises
    vcpu.in_hardirq = false;
    sections_.note_reader_exit(*vcpu.hardirq);
    if (!softirqs_.begin_at_irq_exit(vcpu)) run_queues_.return_to_lower_level(vcpu);
}

}  // namespace xsksim
