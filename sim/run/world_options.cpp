// SPDX-License-Identifier: GPL-2.0-only
#include "sim/run/world_options.hpp"

#include <algorithm>

namespace xsksim {
namespace {

// Senders must not share sequence numbers: their packets would look alike on the wire.
constexpr std::uint64_t sequences_per_sender = std::uint64_t{1} << 40;

KernelCosts kernel_costs(const CostOptions& costs) {
    KernelCosts out;
    out.syscall = costs.syscall;
    out.hardirq = costs.hardirq;
    out.softirq = costs.softirq;
    out.napi_poll = costs.napi_poll;
    out.hrtimer_arm = costs.hrtimer_arm;
    out.hrtimer_reprogram = costs.hrtimer_reprogram;
    out.doorbell = costs.doorbell;
    out.lock = costs.lock;
    out.allocation = costs.allocation;
    out.peek = costs.peek;
    out.context_switch = costs.context_switch;
    out.ksoftirqd_wakeup = costs.ksoftirqd_wakeup;
    out.rcu_grace_period = costs.rcu_grace_period;
    out.udp_send = costs.udp_send;
    out.udp_send_per_kib = costs.udp_send_per_kib;
    return out;
}

XskSenderOptions::Kick kick_of(NeedWakeupPolicy policy) {
    switch (policy) {
        case NeedWakeupPolicy::flag:
            return XskSenderOptions::Kick::flag;
        case NeedWakeupPolicy::flag_at_submit:
            return XskSenderOptions::Kick::flag_at_submit;
        case NeedWakeupPolicy::always:
            return XskSenderOptions::Kick::always;
        case NeedWakeupPolicy::never:
            return XskSenderOptions::Kick::never;
    }
    return XskSenderOptions::Kick::flag;
}

}  // namespace

KernelOptions kernel_options(const Scenario& scenario, FaultSource& faults) {
    KernelOptions out;
    out.faults = &faults;
    out.vcpus = scenario.guest.vcpus;
    out.hz = scenario.guest.hz;
    out.netdev_budget = scenario.guest.netdev_budget;
    out.qdisc_limit = scenario.guest.tx_queue_len;
    // CFS lets a woken ksoftirqd in at once when the running task has had much more of the vCPU, as
    // a polling application has.
    out.wakeup_preemption = true;
    out.preempt_probability = scenario.schedule.preempt_probability;
    out.preempt_min = scenario.schedule.preempt_min;
    out.preempt_max = scenario.schedule.preempt_max;
    out.holds.assign(scenario.schedule.holds.begin(), scenario.schedule.holds.end());
    const ModelOptions& model = scenario.model;
    out.napi_missed = model.napi_missed;
    out.napi_disable_waits = model.napi_disable_waits;
    out.softirq_restart = model.softirq_restart;
    out.softirq_at_irq_exit = model.softirq_at_irq_exit;
    out.softirq_at_bh_enable = model.softirq_at_bh_enable;
    out.softirq_at_tick = model.softirq_at_tick;
    out.rcu_waits = model.rcu_waits;
    out.costs = kernel_costs(scenario.guest.costs);
    return out;
}

XskCoreOptions xsk_options(const Scenario& scenario) {
    return {scenario.guest.sendmsg_gate, scenario.guest.costs.syscall, scenario.guest.costs.peek,
            scenario.model.need_wakeup_at_bind, scenario.model.completion_reservation};
}

ShimOptions shim_options(const Scenario& scenario) {
    ShimOptions out;
    out.steps_per_call = scenario.bounds.steps_per_call;
    out.memory_access = scenario.guest.costs.memory_access;
    out.random_preemption = !scenario.schedule.preempt_probability.never();
    out.access_events = scenario.trace.accesses;
    out.function_costs = scenario.guest.costs.functions;
    return out;
}

const ApplicationOptions& application_of(const Scenario& scenario, std::size_t number) {
    return number == 0 ? scenario.application : scenario.applications.at(number - 1);
}

std::uint32_t tx_interrupt_cpu(const GuestOptions& guest, PairIndex pair) {
    return pair < guest.tx_interrupt_cpus.size() ? guest.tx_interrupt_cpus[pair]
                                                 : guest.tx_interrupt_cpu;
}

std::uint32_t rx_interrupt_cpu(const GuestOptions& guest, PairIndex pair) {
    return pair < guest.rx_interrupt_cpus.size() ? guest.rx_interrupt_cpus[pair]
                                                 : guest.rx_interrupt_cpu;
}

XskSenderOptions sender_options(const Scenario& scenario, std::size_t number) {
    const ApplicationOptions& application = application_of(scenario, number);
    XskSenderOptions out;
    out.pair = application.pair;
    if (number != 0) out.task_name = "app" + std::to_string(number);
    out.first_sequence = number * sequences_per_sender;
    out.cpu = application.cpu;
    out.start = application.start;
    out.frame_bytes = application.frame_bytes;
    out.batch = application.batch;
    out.rate_pps = application.rate_pps;
    out.burst = application.burst;
    out.burst_pause = application.burst_pause;
    out.tx_ring = application.tx_ring;
    out.completion_ring = application.completion_ring;
    out.frames = application.frames;
    out.chunk_bytes = application.chunk_bytes;
    out.headroom = application.headroom;
    out.unaligned = application.unaligned;
    out.kick = kick_of(application.need_wakeup);
    out.wait = application.wait == WaitPolicy::spin ? XskSenderOptions::Wait::spin
                                                    : XskSenderOptions::Wait::poll;
    out.frames_to_send = scenario.end.frames;
    out.fill_cost = scenario.guest.costs.app_fill;
    out.reclaim_cost = scenario.guest.costs.app_reclaim;
    return out;
}

SenderRole udp_role(const Scenario& scenario, std::size_t index) {
    return {.task_name = "udp" + std::to_string(index),
            .first_sequence = index * sequences_per_sender,
            .costs = {.fill = scenario.guest.costs.app_fill}};
}

JudgeSettings judge_settings(const Scenario& scenario, const DriverManifest& manifest,
                             std::optional<std::int64_t> check_timeout_us) {
    JudgeSettings out;
    out.ring_size = scenario.device.tx_ring_size;
    out.event_idx = scenario.device.event_idx;
    out.indirect_desc = scenario.device.indirect_desc;
    out.per_packet_header = manifest.per_packet_header;
    out.full_below_free = manifest.full_below_free;
    out.application = scenario.application.enabled ||
                      std::ranges::any_of(scenario.applications, &ApplicationOptions::enabled);
    out.udp = !scenario.udp.empty();
    out.rx = !scenario.rx.empty();
    out.xsk_check_timeout_us = check_timeout_us.value_or(-1);
    out.state_bits = manifest.state_bits;
    out.application_polls_flag = scenario.application.need_wakeup == NeedWakeupPolicy::flag;
    out.application_looks_at_submit =
        scenario.application.need_wakeup == NeedWakeupPolicy::flag_at_submit;
    out.sendmsg_gate = scenario.guest.sendmsg_gate;
    out.notes_fail = scenario.expect.notes_fail;
    out.progress_bound = scenario.bounds.progress;
    for (const FaultRule& rule : scenario.faults)
        out.faults.push_back(
            {rule.what, rule.pair, rule.rx ? rx_queue(rule.pair) : tx_queue(rule.pair)});
    return out;
}

}  // namespace xsksim
