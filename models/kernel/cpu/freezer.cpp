// SPDX-License-Identifier: GPL-2.0-only
#include "models/kernel/cpu/freezer.hpp"

#include <algorithm>
#include <utility>

#include "models/kernel/cpu/local_timer.hpp"
#include "models/kernel/cpu/run_queues.hpp"
#include "models/kernel/cpu/tasks.hpp"

namespace xsksim {
namespace {

using State = KernelContext::Schedule::State;

constexpr Duration retry_period = Duration::microseconds(10);
constexpr Duration give_up_after = Duration::seconds(20);  // freeze_timeout_msecs

}  // namespace

Freezer::Freezer(Engine& engine, Vcpus& vcpus, LocalTimer& timer, RunQueues& run_queues,
                 Tasks& tasks)
    : engine_(engine), vcpus_(vcpus), timer_(timer), run_queues_(run_queues), tasks_(tasks) {}

bool Freezer::is_freezable(const KernelContext& context) const {
    const auto& schedule = context.schedule;
    return freezing_ && context.level == Level::task && !context.is_ksoftirqd &&
           !schedule.never_frozen && (context.user_mode || schedule.interruptible);
}

bool Freezer::stands_still(const KernelContext& context) const {
    const auto& schedule = context.schedule;
    if (context.level != Level::task || context.is_ksoftirqd || schedule.never_frozen) return true;
    if (schedule.state == State::dead) return true;
    if (std::find(frozen_.begin(), frozen_.end(), &context) != frozen_.end()) return true;
    return schedule.state == State::blocked && is_freezable(context);
}

bool Freezer::freeze() {
    freezing_ = true;
    const Instant deadline = engine_.now() + give_up_after;
    while (!try_to_freeze()) {
        if (engine_.now() >= deadline) {
            thaw();
            return false;
        }
        tasks_.block(engine_.now() + retry_period, "freeze_processes");
    }
    return true;
}

bool Freezer::try_to_freeze() {
    for (Vcpu& vcpu : vcpus_.all()) {
        freeze_waiting(vcpu);
        freeze_running(vcpu);
    }
    return std::all_of(vcpus_.contexts().begin(), vcpus_.contexts().end(),
                       [this](const KernelContext& context) { return stands_still(context); });
}

void Freezer::freeze_waiting(Vcpu& vcpu) {
    for (KernelContext* context : std::exchange(vcpu.runnable, {})) run_queues_.line_up(*context);
    timer_.arm_tick(vcpu);
}

void Freezer::freeze_running(Vcpu& vcpu) {
    const bool elsewhere = vcpu.in_hardirq || vcpu.in_softirq || vcpu.switching || vcpu.held;
    if (elsewhere || vcpu.task == nullptr || !is_freezable(*vcpu.task)) return;
    vcpus_.suspend(*vcpu.task);
    run_queues_.line_up(*vcpu.task);
    run_queues_.switch_to_next(vcpu, false);
}

void Freezer::thaw() {
    freezing_ = false;
    for (KernelContext* context : std::exchange(frozen_, {})) run_queues_.make_runnable(*context);
}

}  // namespace xsksim
