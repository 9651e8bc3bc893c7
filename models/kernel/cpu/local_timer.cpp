// SPDX-License-Identifier: GPL-2.0-only
#include "models/kernel/cpu/local_timer.hpp"

#include <utility>

#include "models/kernel/cpu/hard_irqs.hpp"
#include "models/kernel/cpu/run_queues.hpp"

namespace xsksim {

LocalTimer::LocalTimer(const CpuEnvironment& environment, HardIrqs& hardirqs, RunQueues& run_queues)
    : engine_(environment.engine),
      hardirqs_(hardirqs),
      run_queues_(run_queues),
      hz_(environment.options.hz),
      period_(Duration::nanoseconds(1'000'000'000 / hz_)),
      runs_softirqs_(environment.options.softirqs.at_tick) {}

std::uint64_t LocalTimer::jiffies() const {
    return static_cast<std::uint64_t>(engine_.now().ns / period_.ns);
}

Instant LocalTimer::at_jiffy(std::uint64_t jiffy) const {
    return Instant{} + period_ * static_cast<std::int64_t>(jiffy);
}

std::uint64_t LocalTimer::jiffies_in_ms(std::uint64_t ms) const { return (ms * hz_ + 999) / 1000; }

void LocalTimer::arm_tick(Vcpu& vcpu) {
    const bool contended = vcpu.task != nullptr && !vcpu.runnable.empty();
    const bool wanted = contended || (vcpu.softirqs_left && runs_softirqs_);
    if (wanted == vcpu.tick_armed) return;
    vcpu.tick_armed = wanted;
    if (wanted)
        engine_.wake_at(vcpu.tick_step, at_jiffy(jiffies() + 1));
    else
        engine_.cancel_wake(vcpu.tick_step);
}

Instant LocalTimer::tick(Vcpu& vcpu) {
    vcpu.tick_armed = false;
    if (!vcpu.switching && vcpu.task != nullptr && !vcpu.runnable.empty()) vcpu.need_resched = true;
    if (runs_softirqs_ && vcpu.softirqs_left)
        interrupt_for_softirqs(vcpu);
    else if (vcpu.need_resched)
        run_queues_.pre_empt_user_task(vcpu);
    arm_tick(vcpu);
    return Instant::never();
}

void LocalTimer::interrupt_for_softirqs(Vcpu& vcpu) {
    if (!std::exchange(vcpu.softirqs_left, false)) return;
    arm_tick(vcpu);
    hardirqs_.raise(vcpu.id, local_timer_vector(vcpu.id), [] { return true; });
}

}  // namespace xsksim
