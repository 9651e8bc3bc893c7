// SPDX-License-Identifier: GPL-2.0-only
#include "models/kernel/cpu/vcpus.hpp"

#include <utility>

#include "sim/core/check.hpp"

namespace xsksim {

using Suspension = KernelContext::Schedule::Suspension;

Vcpus::Vcpus(Engine& engine, StoreBuffers* stores) : engine_(engine), stores_(stores) {}

Vcpu& Vcpus::add() {
    Vcpu& vcpu = vcpus_.emplace_back();
    vcpu.id = count() - 1;
    if (stores_ != nullptr) vcpu.store_buffer = stores_->add_agent();
    return vcpu;
}

KernelContext& Vcpus::add_context(CpuId cpu, Level level, std::string name, int rank,
                                  std::function<void(KernelContext&)> body) {
    KernelContext& context = contexts_.emplace_back();
    context.cpu = cpu;
    context.level = level;
    context.name = name;
    context.id = engine_.spawn({std::move(name), rank},
                               [&context, body = std::move(body)] { body(context); });
    if (stores_ != nullptr) stores_->join(context.id, vcpus_[cpu].store_buffer);
    if (by_id_.size() <= context.id) by_id_.resize(context.id + 1, nullptr);
    by_id_[context.id] = &context;
    return context;
}

Duration Vcpus::cpu_time(ContextId id) const {
    const KernelContext* known = context(id);
    return known != nullptr ? known->cpu_time : Duration{};
}

// --- suspension ---

void Vcpus::suspend(KernelContext& context) {
    auto& schedule = context.schedule;
    XSKSIM_CHECK(schedule.suspension == Suspension::none, context.name + " is suspended already");
    if (schedule.spinning) {
        schedule.suspension = Suspension::spinning;
        context.cpu_time.ns += (engine_.now() - schedule.spin_since).ns;
    } else {
        schedule.suspension = Suspension::frozen;
        engine_.freeze(context.id);
    }
}

void Vcpus::resume(KernelContext& context) {
    auto& schedule = context.schedule;
    switch (std::exchange(schedule.suspension, Suspension::none)) {
        case Suspension::none:
            XSKSIM_CHECK(false, context.name + " is not suspended");
            break;
        case Suspension::frozen:
            engine_.thaw(context.id);
            break;
        case Suspension::descheduled:
            engine_.wake(context.id);
            break;
        case Suspension::spinning:
            schedule.spin_since = engine_.now();
            if (spin_is_over(context)) engine_.wake(context.id);
            break;
    }
}

// --- spinning ---

bool Vcpus::spin_is_over(const KernelContext& context) const {
    const auto& schedule = context.schedule;
    if (!schedule.user_spin) return schedule.spin_ended;
    return schedule.woken || engine_.now() >= schedule.spin_until;
}

void Vcpus::wait_spinning(KernelContext& context) {
    auto& schedule = context.schedule;
    schedule.spinning = true;
    schedule.spin_since = engine_.now();
    while (schedule.suspension != Suspension::none || !spin_is_over(context)) {
        const Instant until = schedule.spin_until;
        if (!until.is_never() && until > engine_.now()) engine_.wake_at(context.id, until);
        engine_.park();
    }
    schedule.spinning = false;
    context.cpu_time.ns += (engine_.now() - schedule.spin_since).ns;
}

void Vcpus::spin(KernelContext& context) {
    context.schedule.user_spin = false;
    context.schedule.spin_until = Instant::never();
    wait_spinning(context);
    context.schedule.spin_ended = false;
}

void Vcpus::end_spin(KernelContext& context) {
    auto& schedule = context.schedule;
    schedule.spin_ended = true;
    if (schedule.spinning && schedule.suspension == Suspension::none) engine_.wake(context.id);
}

void Vcpus::spin_until_woken(KernelContext& context, Instant until) {
    context.schedule.user_spin = true;
    context.schedule.spin_until = until;
    wait_spinning(context);
    context.schedule.woken = false;
}

}  // namespace xsksim
