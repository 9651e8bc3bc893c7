// SPDX-License-Identifier: GPL-2.0-only
#include "models/kernel/guest_kernel.hpp"

namespace xsksim {

GuestKernel::GuestKernel(Engine& engine, Trace& trace, Choice& choice, GuestMemory& memory,
                         const KernelOptions& options, const std::vector<HoldRule>& holds,
                         FaultSource* faults)
    : engine_(engine),
      trace_(trace),
      choice_(choice),
      memory_(memory),
      options_(options),
      faults_(faults),
      findings_(trace),
      cpus_({engine, trace, choice, findings_, options_.cpus, options_.costs, memory.stores()}),
      places_(trace),
      locks_(engine, trace, findings_, cpus_.execution(), cpus_.sections(), options_.costs.lock),
      rcu_(engine, trace, findings_, cpus_, options_.costs.rcu_grace_period, options_.rcu),
      timers_(engine, trace, findings_, cpus_, memory, options_.costs,
              has_rule(FaultSite::timer) ? faults : nullptr),
      works_(engine, trace, findings_, cpus_),
      napi_(engine, trace, findings_, cpus_, locks_, options_.napi, options_.costs),
      kmalloc_(trace, findings_, cpus_.execution(), cpus_.sections(), memory,
               options_.costs.allocation),
      dma_mappings_(findings_, memory),
      net_device_({engine, trace, findings_, cpus_, locks_, rcu_, memory, kmalloc_, options_.costs},
                  options_.net_device) {
    kmalloc_.on_free = [this](const void* start, std::size_t bytes) {
        timers_.check_freed(start, bytes);
        works_.check_freed(start, bytes);
        locks_.check_freed(start, bytes);
        napi_.forget(start, bytes);
        net_device_.forget(start, bytes);
    };
    if (!holds.empty() || choice.holds_up())
        holds_ =
            std::make_unique<Holds>(engine, trace, cpus_.execution(), cpus_.host(), places_, holds);
    set_up_faults();
}

void GuestKernel::set_up_faults() {
    adds_fail_ = has_rule(FaultSite::add);
    if (has_rule(FaultSite::stolen) || has_rule(FaultSite::ksoftirqd))
        cpu_faults_ = std::make_unique<CpuFaults>(engine_, trace_, cpus_, *faults_);
    if (!has_rule(FaultSite::allocation)) return;
    kmalloc_.fail_allocation = [faults = faults_](const Kmalloc::Request&) {
        const auto strike = faults->strike(FaultSite::allocation, 0);
        if (strike) faults->took_effect(*strike);
        return strike.has_value();
    };
}

int GuestKernel::add_error(QueueIndex queue) {
    if (!adds_fail_) [[likely]]
        return 0;
    const auto strike = faults_->strike(FaultSite::add, queue);
    if (!strike) return 0;
    faults_->took_effect(*strike);
    return strike->rule->error;
}

}  // namespace xsksim
