// SPDX-License-Identifier: GPL-2.0-only
// Contexts, suspension, spinning, atomicity. The three levels are in cpus_interrupts.cpp and
// cpus_softirqs.cpp, tasks in cpus_scheduler.cpp.
#include "models/kernel/cpus.hpp"

#include <utility>

namespace xsksim {

Cpus::Cpus(Engine& engine, Trace& trace, Choice& choice, Findings& findings,
           const CpusOptions& options)
    : engine_(engine),
      trace_(trace),
      choice_(choice),
      findings_(findings),
      options_(options),
      tick_(Duration::nanoseconds(1'000'000'000 / options.hz)),
      lottery_(choice, options.preempt_probability),
      hold_stream_(choice.stream("preempt_duration")) {
    for (CpuId cpu = 0; cpu < options.vcpus; ++cpu) add_vcpu(cpu);
}

std::unique_ptr<Cpus> Cpus::create(Engine& engine, Trace& trace, Choice& choice, Findings& findings,
                                   const CpusOptions& options) {
    return std::make_unique<Cpus>(engine, trace, choice, findings, options);
}

void Cpus::add_vcpu(CpuId cpu) {
    Vcpu& vcpu = vcpus_.emplace_back();
    vcpu.id = cpu;
    if (options_.stores != nullptr) vcpu.store_buffer = options_.stores->add_agent();
    const std::string prefix = "cpu" + std::to_string(cpu) + "/";
    vcpu.hardirq = &add_context(cpu, Level::hardirq, prefix + "hardirq", Rank::hardirq,
                                [this, &vcpu](KernelContext&) { run_hardirq_level(vcpu); });
    vcpu.softirq = &add_context(cpu, Level::softirq, prefix + "softirq", Rank::softirq,
                                [this, &vcpu](KernelContext&) { run_softirq_level(vcpu); });
    for (KernelContext* level : {vcpu.hardirq, vcpu.softirq}) {
        level->schedule.state = State::running;
        level->schedule.suspension = Suspension::none;
    }
    vcpu.ksoftirqd = &add_context(cpu, Level::task, prefix + "ksoftirqd", Rank::task,
                                  [this, &vcpu](KernelContext&) { run_ksoftirqd(vcpu); });
    vcpu.ksoftirqd->is_ksoftirqd = true;
    vcpu.switch_step = engine_.spawn_step({prefix + "switch", Rank::timer},
                                          [this, &vcpu] { return finish_switch(vcpu); });
    vcpu.tick_step =
        engine_.spawn_step({prefix + "tick", Rank::timer}, [this, &vcpu] { return tick(vcpu); });
}

KernelContext& Cpus::add_context(CpuId cpu, Level level, std::string name, int rank,
                                 std::function<void(KernelContext&)> body) {
    KernelContext& context = contexts_.emplace_back();
    context.cpu = cpu;
    context.level = level;
    context.name = name;
    context.id = engine_.spawn({std::move(name), rank},
                               [&context, body = std::move(body)] { body(context); });
    if (options_.stores != nullptr) options_.stores->join(context.id, vcpus_[cpu].store_buffer);
    if (by_id_.size() <= context.id) by_id_.resize(context.id + 1, nullptr);
    by_id_[context.id] = &context;
    return context;
}

Duration Cpus::cpu_time(ContextId id) const {
    return id < by_id_.size() && by_id_[id] != nullptr ? by_id_[id]->cpu_time : Duration{};
}

std::uint64_t Cpus::jiffies() const {
    return static_cast<std::uint64_t>(engine_.now().ns / tick_.ns);
}

Instant Cpus::at_jiffy(std::uint64_t jiffy) const {
    return Instant{} + tick_ * static_cast<std::int64_t>(jiffy);
}

// --- pre-emption by the host ---

void Cpus::draw_pre_emption_slowly() {
    KernelContext* context = current_or_null();
    if (context == nullptr || vcpu_of(*context).top() != context) return;
    if (points_watched_) point_observer_();
    if (!lottery_.enabled() || !lottery_.draw()) return;
    hold(choice_.between(hold_stream_, options_.preempt_min, options_.preempt_max));
}

void Cpus::hold(Duration d) {
    KernelContext& context = current();
    Vcpu& vcpu = vcpu_of(context);
    full_barrier();  // a VM exit
    trace_.emit(event::VcpuSteal{.cpu = vcpu.id, .duration_ns = d});
    vcpu.held = true;
    engine_.spend(d);
    give_back(vcpu, context);
}

void Cpus::hold_until_released(bool whole_vcpu) {
    KernelContext& context = current();
    context.schedule.user_spin = false;
    context.schedule.spin_until = Instant::never();
    if (!whole_vcpu) {
        wait_spinning(context);
        context.schedule.spin_ended = false;
        return;
    }
    Vcpu& vcpu = vcpu_of(context);
    full_barrier();  // a VM exit
    vcpu.held = true;
    while (!std::exchange(context.schedule.spin_ended, false)) engine_.park();
    give_back(vcpu, context);
}

void Cpus::release(KernelContext& context) {
    if (vcpu_of(context).held) {
        context.schedule.spin_ended = true;
        engine_.wake(context.id);
    } else {
        end_spin(context);
    }
}

// The host lets the vCPU run again: what came meanwhile is first.
void Cpus::give_back(Vcpu& vcpu, KernelContext& context) {
    vcpu.held = false;
    deliver_interrupts(vcpu);
    engine_.point();
    if (context.user_mode && wants_switch(vcpu)) yield(vcpu, context);
}

void Cpus::take_away(CpuId cpu) {
    Vcpu& vcpu = vcpus_[cpu];
    XSKSIM_CHECK(!vcpu.stolen, "a vCPU is taken away that is away already");
    vcpu.stolen = true;
    if (KernelContext* context = vcpu.top(); context != nullptr) suspend(*context);
}

void Cpus::bring_back(CpuId cpu) {
    Vcpu& vcpu = vcpus_[cpu];
    XSKSIM_CHECK(vcpu.stolen, "a vCPU comes back that was never away");
    vcpu.stolen = false;
    if (KernelContext* context = vcpu.top(); context != nullptr) resume(*context);
    if (std::exchange(vcpu.switch_due, false)) engine_.wake(vcpu.switch_step);
    deliver_interrupts(vcpu);
    if (vcpu.task != nullptr) pre_empt_user_task(vcpu);
}

// --- suspension: a higher level or another task takes the vCPU ---

void Cpus::suspend(KernelContext& context) {
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

void Cpus::resume(KernelContext& context) {
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

// --- spinning: the vCPU is busy, but nothing happens until somebody else acts ---

bool Cpus::spin_is_over(const KernelContext& context) const {
    const auto& schedule = context.schedule;
    if (!schedule.user_spin) return schedule.spin_ended;
    return schedule.woken || engine_.now() >= schedule.spin_until;
}

void Cpus::wait_spinning(KernelContext& context) {
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

void Cpus::spin() {
    point();
    KernelContext& context = current();
    context.schedule.user_spin = false;
    context.schedule.spin_until = Instant::never();
    wait_spinning(context);
    context.schedule.spin_ended = false;
}

void Cpus::end_spin(KernelContext& context) {
    auto& schedule = context.schedule;
    schedule.spin_ended = true;
    if (schedule.spinning && schedule.suspension == Suspension::none) engine_.wake(context.id);
}

void Cpus::spin_until(Instant at) {
    point();
    KernelContext& context = current();
    context.schedule.user_spin = true;
    context.schedule.spin_until = at;
    wait_spinning(context);
    context.schedule.woken = false;
}

// --- atomic context ---

bool Cpus::in_atomic() {
    const KernelContext& context = current();
    return context.in_interrupt() || context.irqs_disabled != 0 || context.locks_held != 0 ||
           context.rcu_depth != 0;
}

bool Cpus::might_sleep(std::string_view what) {
    if (!in_atomic()) return false;
    findings_.failure("sleeping in atomic context: " + std::string(what));
    return true;
}

// What a context may not take across a border. The counts are put right, so that one mistake is
// one finding.
void Cpus::check_balanced(KernelContext& context, std::string_view where) {
    const auto complain = [&](std::string_view what) {
        findings_.failure(context.name + " " + std::string(where) + " with " + std::string(what));
    };
    if (context.locks_held != 0 && on_lock_leak) on_lock_leak(context, where);
    if (std::exchange(context.bh_disabled, 0) != 0) complain("bottom halves disabled");
    if (std::exchange(context.irqs_disabled, 0) != 0) complain("interrupts disabled");
    if (std::exchange(context.rcu_depth, 0) != 0) complain("rcu_read_lock held");
}

bool Cpus::is_reader(const KernelContext& context) const {
    if (context.rcu_depth != 0 || context.bh_disabled != 0 || context.irqs_disabled != 0 ||
        context.serving_softirq != 0)
        return true;
    return context.level == Level::hardirq && vcpus_[context.cpu].in_hardirq;
}

bool Cpus::any_reader() const {
    for (const KernelContext& context : contexts_)
        if (is_reader(context)) return true;
    return false;
}

void Cpus::on_reader_exit(std::function<void(const KernelContext&)> observer) {
    reader_observer_ = std::move(observer);
}

}  // namespace xsksim
