// SPDX-License-Identifier: GPL-2.0-only
// Tasks stand still for a suspend (kernel/freezer.c, kernel/power/process.c, Linux 5.11).
// Simplified: a task that is blocked in a call which a signal would end stays in it instead of
// making the call again after the thaw.
#include <algorithm>
#include <utility>

#include "models/kernel/cpus.hpp"

namespace xsksim {
namespace {

constexpr Duration retry_period = Duration::microseconds(10);
constexpr Duration give_up_after = Duration::seconds(20);  // freeze_timeout_msecs

}  // namespace

bool Cpus::is_freezable(const KernelContext& context) const {
    const auto& schedule = context.schedule;
    return freezing_ && context.level == Level::task && !context.is_ksoftirqd &&
           !schedule.never_frozen && (context.user_mode || schedule.interruptible);
}

bool Cpus::stands_still(const KernelContext& context) const {
    const auto& schedule = context.schedule;
    if (context.level != Level::task || context.is_ksoftirqd || schedule.never_frozen) return true;
    if (schedule.state == State::dead) return true;
    if (std::find(frozen_.begin(), frozen_.end(), &context) != frozen_.end()) return true;
    return schedule.state == State::blocked && is_freezable(context);
}

bool Cpus::freeze_tasks() {
    freezing_ = true;
    const Instant deadline = engine_.now() + give_up_after;
    while (!try_to_freeze()) {
        if (engine_.now() >= deadline) {
            thaw_tasks();
            return false;
        }
        block(engine_.now() + retry_period, "freeze_processes");
    }
    return true;
}

bool Cpus::try_to_freeze() {
    for (Vcpu& vcpu : vcpus_) {
        freeze_waiting(vcpu);
        freeze_running(vcpu);
    }
    return std::all_of(contexts_.begin(), contexts_.end(),
                       [this](const KernelContext& context) { return stands_still(context); });
}

void Cpus::freeze_waiting(Vcpu& vcpu) {
    for (KernelContext* context : std::exchange(vcpu.runnable, {})) line_up(*context);
    arm_tick(vcpu);
}

void Cpus::freeze_running(Vcpu& vcpu) {
    const bool elsewhere = vcpu.in_hardirq || vcpu.in_softirq || vcpu.switching || vcpu.held;
    if (elsewhere || vcpu.task == nullptr || !is_freezable(*vcpu.task)) return;
    suspend(*vcpu.task);
    line_up(*vcpu.task);
    switch_to_next(vcpu, false);
}

void Cpus::thaw_tasks() {
    freezing_ = false;
    for (KernelContext* context : std::exchange(frozen_, {})) make_runnable(*context);
}

}  // namespace xsksim
