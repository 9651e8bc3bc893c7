// SPDX-License-Identifier: GPL-2.0-only
#include "models/kernel/cpu/host_steals.hpp"

#include <utility>

#include "models/kernel/cpu/execution.hpp"
#include "models/kernel/cpu/hard_irqs.hpp"
#include "models/kernel/cpu/run_queues.hpp"

namespace xsksim {

HostSteals::HostSteals(const CpuEnvironment& environment, Vcpus& vcpus, Execution& execution,
                       HardIrqs& hardirqs, RunQueues& run_queues)
    : engine_(environment.engine),
      trace_(environment.trace),
      choice_(environment.choice),
      options_(environment.options.host_steals),
      vcpus_(vcpus),
      execution_(execution),
      hardirqs_(hardirqs),
      run_queues_(run_queues),
      duration_stream_(choice_.stream("preempt_duration")) {}

void HostSteals::hold_for_drawn_time(Operation next) {
    hold(choice_.between(duration_stream_, options_.min, options_.max), next);
}

void HostSteals::hold(Duration d, Operation next) {
    KernelContext& context = execution_.current();
    Vcpu& vcpu = vcpus_.of(context);
    execution_.full_barrier();  // a VM exit
    trace_.emit(event::VcpuSteal{.cpu = vcpu.id, .duration_ns = d});
    vcpu.held = true;
    engine_.reach(d, next);
    give_back(vcpu, context, next);
}

void HostSteals::hold_until_released(bool whole_vcpu, Operation next) {
    KernelContext& context = execution_.current();
    if (!whole_vcpu) return vcpus_.spin(context);
    Vcpu& vcpu = vcpus_.of(context);
    execution_.full_barrier();  // a VM exit
    vcpu.held = true;
    while (!std::exchange(context.schedule.spin_ended, false)) engine_.park();
    give_back(vcpu, context, next);
}

void HostSteals::release(KernelContext& context) {
    if (vcpus_.of(context).held) {
        context.schedule.spin_ended = true;
        engine_.wake(context.id);
    } else {
        vcpus_.end_spin(context);
    }
}

void HostSteals::give_back(Vcpu& vcpu, KernelContext& context, Operation next) {
    vcpu.held = false;
    hardirqs_.deliver(vcpu);
    engine_.reach(Duration{}, next);
    if (context.user_mode && run_queues_.wants_switch(vcpu)) run_queues_.yield(vcpu, context);
}

void HostSteals::take_away(CpuId cpu) {
    Vcpu& vcpu = vcpus_.at(cpu);
    XSKSIM_CHECK(!vcpu.stolen, "a vCPU is taken away that is away already");
    vcpu.stolen = true;
    if (KernelContext* context = vcpu.top(); context != nullptr) vcpus_.suspend(*context);
}

void HostSteals::bring_back(CpuId cpu) {
    Vcpu& vcpu = vcpus_.at(cpu);
    XSKSIM_CHECK(vcpu.stolen, "a vCPU comes back that was never away");
    vcpu.stolen = false;
    if (KernelContext* context = vcpu.top(); context != nullptr) vcpus_.resume(*context);
    if (std::exchange(vcpu.switch_due, false)) engine_.wake(vcpu.switch_step);
    hardirqs_.deliver(vcpu);
    if (vcpu.task != nullptr) run_queues_.pre_empt_user_task(vcpu);
}

}  // namespace xsksim
