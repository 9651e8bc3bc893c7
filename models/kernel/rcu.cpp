// SPDX-License-Identifier: GPL-2.0-only
#include "models/kernel/rcu.hpp"

#include <algorithm>

namespace xsksim {

Rcu::Rcu(Engine& engine, Trace& trace, Findings& findings, Cpus& cpus, Duration grace_period,
         const RcuSafeguards& safeguards)
    : engine_(engine),
      trace_(trace),
      findings_(findings),
      cpus_(cpus),
      length_(grace_period),
      safeguards_(safeguards) {
    cpus_.sections().on_reader_exit([this](const KernelContext& reader) { reader_left(reader); });
}

void Rcu::read_unlock() {
    KernelContext& context = cpus_.execution().current();
    if (context.rcu_depth == 0) {
        findings_.failure("rcu_read_unlock without rcu_read_lock");
        return;
    }
    --context.rcu_depth;
    cpus_.sections().note_reader_exit(context);
}

void Rcu::synchronize() {
    cpus_.sections().might_sleep("synchronize_rcu");
    cpus_.execution().point(Operation::call({ObjectKind::rcu, Act::synchronize}, 0));
    cpus_.execution().full_barrier();
    KernelContext& self = cpus_.execution().current();
    const std::uint64_t number = ++begun_;
    trace_.emit(event::RcuSyncBegin{.gp = number});
    const auto period = waiting_.insert(waiting_.end(), GracePeriod{&self, {}});
    for (const KernelContext& context : cpus_.vcpus().contexts())
        if (safeguards_.waits && &context != &self && cpus_.sections().is_reader(context))
            period->readers.push_back(&context);
    cpus_.sections().watch_readers(true);
    const Instant earliest_end = engine_.now() + length_;
    while (!period->readers.empty()) cpus_.tasks().block(Instant::never(), "synchronize_rcu");
    while (engine_.now() < earliest_end) cpus_.tasks().block(earliest_end, "synchronize_rcu");
    waiting_.erase(period);
    cpus_.sections().watch_readers(!waiting_.empty());
    trace_.emit(event::RcuSyncEnd{.gp = number});
}

void Rcu::reader_left(const KernelContext& reader) {
    for (GracePeriod& period : waiting_) {
        if (std::erase(period.readers, &reader) == 0) continue;
        if (period.readers.empty()) cpus_.tasks().wake_task(period.waiter->id);
    }
}

}  // namespace xsksim
