// SPDX-License-Identifier: GPL-2.0-only
#include "models/kernel/guest_kernel.hpp"

namespace xsksim {
namespace {

CpusOptions cpus_options(const KernelOptions& options, StoreBuffers* stores) {
    return {.vcpus = options.vcpus,
            .hz = options.hz,
            .hardirq_cost = options.costs.hardirq,
            .softirq_cost = options.costs.softirq,
            .context_switch_cost = options.costs.context_switch,
            .ksoftirqd_wakeup = options.costs.ksoftirqd_wakeup,
            .wakeup_preemption = options.wakeup_preemption,
            .softirq_restart = options.softirq_restart,
            .softirq_at_irq_exit = options.softirq_at_irq_exit,
            .softirq_at_bh_enable = options.softirq_at_bh_enable,
            .softirq_at_tick = options.softirq_at_tick,
            .preempt_probability = options.preempt_probability,
            .preempt_min = options.preempt_min,
            .preempt_max = options.preempt_max,
            .stores = stores};
}

bool has_rule(const KernelOptions& options, FaultSite site) {
    return options.faults != nullptr && options.faults->has(site);
}

NetDeviceOptions net_device_options(const KernelOptions& options) {
    return {.qdisc_limit = options.qdisc_limit,
            .sender_skbs_max = options.sender_skbs_max,
            .syscall_cost = options.costs.syscall,
            .udp_send_cost = options.costs.udp_send,
            .udp_send_per_kib_cost = options.costs.udp_send_per_kib};
}

}  // namespace

GuestKernel::GuestKernel(Engine& engine, Trace& trace, Choice& choice, GuestMemory& memory,
                         const KernelOptions& options)
    : engine_(engine),
      trace_(trace),
      memory_(memory),
      options_(options),
      findings_(trace),
      cpus_(engine, trace, choice, findings_, cpus_options(options, memory.stores())),
      places_(trace),
      locks_(engine, trace, findings_, cpus_.execution(), cpus_.sections(), options.costs.lock),
      rcu_(engine, trace, findings_, cpus_, options.costs.rcu_grace_period, options.rcu_waits),
      timers_(engine, trace, findings_, cpus_, memory,
              {options.costs.hrtimer_arm, options.costs.hrtimer_reprogram,
               has_rule(options, FaultSite::timer) ? options.faults : nullptr}),
      works_(engine, trace, findings_, cpus_),
      napi_(engine, trace, findings_, cpus_, locks_,
            {static_cast<int>(options.netdev_budget), options.costs.napi_poll, options.napi_missed,
             options.napi_disable_waits}),
      kmalloc_(trace, findings_, cpus_.execution(), cpus_.sections(), memory,
               options.costs.allocation),
      net_device_({engine, trace, findings_, cpus_, locks_, rcu_, memory, kmalloc_},
                  net_device_options(options)) {
    kmalloc_.on_free = [this](const void* start, std::size_t bytes) {
        timers_.check_freed(start, bytes);
        works_.check_freed(start, bytes);
        locks_.check_freed(start, bytes);
    };
    if (!options.holds.empty())
        holds_ = std::make_unique<Holds>(engine, trace, cpus_.execution(), cpus_.host(), places_,
                                         options.holds);
    set_up_faults();
}

void GuestKernel::set_up_faults() {
    adds_fail_ = has_rule(options_, FaultSite::add);
    if (has_rule(options_, FaultSite::stolen) || has_rule(options_, FaultSite::ksoftirqd))
        cpu_faults_ = std::make_unique<CpuFaults>(engine_, trace_, cpus_, *options_.faults);
    if (!has_rule(options_, FaultSite::allocation)) return;
    kmalloc_.fail_allocation = [faults = options_.faults](const Kmalloc::Request&) {
        const auto strike = faults->strike(FaultSite::allocation, 0);
        if (strike) faults->took_effect(*strike);
        return strike.has_value();
    };
}

int GuestKernel::add_error(QueueIndex queue) {
    if (!adds_fail_) [[likely]]
        return 0;
    const auto strike = options_.faults->strike(FaultSite::add, queue);
    if (!strike) return 0;
    options_.faults->took_effect(*strike);
    return strike->rule->error;
}

}  // namespace xsksim
