// SPDX-License-Identifier: GPL-2.0-only
#include "models/kernel/rcu.hpp"

#include <algorithm>

namespace xsksim {

Rcu::Rcu(Engine& engine, Trace& trace, Findings& findings, Cpus& cpus, Duration grace_period,
         bool waits_for_readers)
    : engine_(engine),
      trace_(trace),
      findings_(findings),
      cpus_(cpus),
      length_(grace_period),
      waits_for_readers_(waits_for_readers) {
    cpus_.on_reader_exit([this](const KernelContext& reader) { reader_left(reader); });
}

void Rcu::read_unlock() {
    KernelContext& context = cpus_.current();
    if (context.rcu_depth == 0) {
        findings_.failure("rcu_read_unlock without rcu_read_lock");
        return;
    }
    --context.rcu_depth;
    cpus_.note_reader_exit(context);
}

void Rcu::synchronize() {
    cpus_.might_sleep("synchronize_rcu");
    cpus_.point();
    cpus_.full_barrier();
    KernelContext& self = cpus_.current();
    const std::uint64_t number = ++begun_;
    trace_.emit(event::RcuSyncBegin{.gp = number});
    const auto period = waiting_.insert(waiting_.end(), GracePeriod{&self, {}});
    for (const KernelContext& context : cpus_.contexts())
        if (waits_for_readers_ && &context != &self && cpus_.is_reader(context))
            period->readers.push_back(&context);
    cpus_.watch_readers(true);
    const Instant earliest_end = engine_.now() + length_;
    while (!period->readers.empty()) cpus_.block(Instant::never(), "synchronize_rcu");
    while (engine_.now() < earliest_end) cpus_.block(earliest_end, "synchronize_rcu");
    waiting_.erase(period);
    cpus_.watch_readers(!waiting_.empty());
    trace_.emit(event::RcuSyncEnd{.gp = number});
}

void Rcu::reader_left(const KernelContext& reader) {
    for (GracePeriod& period : waiting_) {
        if (std::erase(period.readers, &reader) == 0) continue;
        if (period.readers.empty()) cpus_.wake_task(period.waiter->id);
    }
}

}  // namespace xsksim
