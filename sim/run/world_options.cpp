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

FaultDelay delay_of(const FaultOptions& rule) {
    FaultDelay out;
    out.low = rule.delay.value_or(Duration{});
    out.high = rule.delay_max.value_or(out.low);
    out.mean = rule.delay_mean.value_or(Duration{});
    for (const std::int64_t ns : rule.delay_table) out.table.push_back({ns});
    return out;
}

FaultRule fault_rule(const FaultOptions& rule) {
    FaultRule out;
    out.what = rule.what;
    out.pair = rule.pair;
    out.rx = rule.rx;
    out.cpu = rule.cpu;
    out.nth = rule.nth;
    out.every = rule.every;
    out.probability = rule.probability;
    out.from = rule.from;
    out.until = rule.until;
    out.period = rule.period;
    out.conditions = rule.conditions;
    out.at_place = rule.at.has_value();
    out.delay = delay_of(rule);
    out.per_second = rule.per_second;
    out.packets = rule.packets;
    out.interrupts = rule.interrupts;
    out.entries = rule.entries;
    out.id = rule.id;
    out.bytes = rule.bytes;
    out.error = rule.error;
    return out;
}

PublishPolicy policy_of(PublishWhen when) {
    switch (when) {
        case PublishWhen::each:
            return PublishPolicy::each;
        case PublishWhen::batch:
            return PublishPolicy::batch;
        case PublishWhen::drained:
            return PublishPolicy::drained;
    }
    return PublishPolicy::drained;
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

Level level_of(HoldLevel level) {
    switch (level) {
        case HoldLevel::task:
            return Level::task;
        case HoldLevel::softirq:
            return Level::softirq;
        case HoldLevel::hardirq:
            return Level::hardirq;
    }
    return Level::task;
}

HoldRule hold_rule(const HoldOptions& hold) {
    HoldRule out;
    out.at = place_of(hold.at, hold.at_where);
    out.hit = hold.hit;
    out.times = hold.times;
    out.cpu = hold.cpu;
    if (hold.level) out.level = level_of(*hold.level);
    out.after = hold.after.value_or(0);
    if (hold.until) out.until = place_of(*hold.until, hold.until_where);
    out.until_hit = hold.until_hit;
    out.at_most = hold.at_most;
    out.only_context = hold.only_context;
    return out;
}

TimedSteps::Action action_of(TimedAction action) {
    using Action = TimedSteps::Action;
    switch (action) {
        case TimedAction::bind:
            return Action::bind;
        case TimedAction::unbind:
            return Action::unbind;
        case TimedAction::kill_application:
            return Action::kill_application;
        case TimedAction::interface_down:
            return Action::interface_down;
        case TimedAction::interface_up:
            return Action::interface_up;
        case TimedAction::xdp_load:
            return Action::xdp_load;
        case TimedAction::xdp_unload:
            return Action::xdp_unload;
        case TimedAction::set_parameter:
            return Action::set_parameter;
        case TimedAction::tx_napi_on:
            return Action::tx_napi_on;
        case TimedAction::tx_napi_off:
            return Action::tx_napi_off;
        case TimedAction::device_remove:
            return Action::device_remove;
        case TimedAction::device_add:
            return Action::device_add;
        case TimedAction::device_reset:
            return Action::device_reset;
        case TimedAction::suspend:
            return Action::suspend;
        case TimedAction::resume:
            return Action::resume;
        case TimedAction::read_statistics:
            return Action::read_statistics;
    }
    return Action::bind;
}

XdpAction action_of(ProgramVerdict verdict) {
    switch (verdict) {
        case ProgramVerdict::pass:
            return XdpAction::pass;
        case ProgramVerdict::drop:
            return XdpAction::drop;
        case ProgramVerdict::tx:
            return XdpAction::tx;
    }
    return XdpAction::pass;
}

}  // namespace

Place place_of(const std::string& text, const std::map<std::string, std::int64_t>& where) {
    Place place;
    for (const EventInfo& info : event_infos) {
        if (text != "event:" + std::string(info.name)) continue;
        place.event = info.kind;
        for (const auto& [name, value] : where) {
            place.where.emplace_back(info.field(name), static_cast<std::uint64_t>(value));
        }
    }
    if (!place.event) place.point = text;
    return place;
}

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
    for (const HoldOptions& hold : scenario.schedule.holds) out.holds.push_back(hold_rule(hold));
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

VirtioNetOptions device_options(const Scenario& scenario) {
    const DeviceOptions& device = scenario.device;
    VirtioNetOptions out;
    out.pairs = device.pairs;
    out.tx_ring_size = device.ring_size;
    out.rx_ring_size = device.rx_ring_size;
    out.event_idx = device.event_idx;
    out.indirect_desc = device.indirect_desc;
    out.service = device.service;
    out.service_per_kib = device.service_per_kib;
    out.link_per_kib = device.link_per_kib;
    out.notify_latency = device.notify_latency;
    out.wakeup_latency = device.wakeup_latency;
    out.publish = policy_of(device.publish);
    out.publish_batch = device.publish_batch;
    out.publish_gap = device.publish_gap;
    out.recheck_after_enable = device.recheck_after_enable;
    out.decide_after_publish = scenario.model.decide_after_publish;
    out.signal_window = scenario.model.signal_window;
    return out;
}

InterruptControllerOptions interrupt_options(const Scenario& scenario) {
    InterruptControllerOptions out;
    out.vectors = 2 * scenario.device.pairs;
    out.latency = scenario.interrupts.latency;
    return out;
}

std::vector<FaultRule> fault_rules(const Scenario& scenario) {
    std::vector<FaultRule> out;
    for (const FaultOptions& rule : scenario.faults) out.push_back(fault_rule(rule));
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

UdpSenderOptions udp_options(const Scenario& scenario, std::size_t index) {
    const UdpOptions& udp = scenario.udp[index];
    UdpSenderOptions out;
    out.pair = udp.pair;
    out.cpu = udp.cpu;
    out.task_name = "udp" + std::to_string(index);
    out.start = udp.start;
    out.bytes = udp.bytes;
    out.rate_pps = udp.rate_pps;
    out.datagrams = udp.datagrams;
    out.first_sequence = index * sequences_per_sender;
    out.socket = {udp.send_buffer, udp.nonblocking};
    out.fill_cost = scenario.guest.costs.app_fill;
    return out;
}

std::vector<TimedSteps::Step> timed_steps(const Scenario& scenario, Places& places) {
    std::vector<TimedSteps::Step> out;
    for (const TimedStep& step : scenario.steps) {
        TimedSteps::Step& made = out.emplace_back();
        made.at = step.at_time.value_or(Instant{});
        made.action = action_of(step.action);
        made.pair = step.pair;
        made.cpu = step.cpu;
        made.program = action_of(step.program);
        made.parameter = step.parameter;
        made.value = step.value;
        made.hit = step.hit;
        made.after = step.after;
        if (!step.at) continue;
        made.watch = [&places, place = place_of(*step.at, step.at_where)](auto passed) {
            places.watch(place, Places::Watch::notice, std::move(passed));
        };
    }
    return out;
}

RxTrafficOptions rx_options(const RxOptions& rx) {
    return {rx.pair, rx.start, rx.rate_pps, rx.bytes, rx.until.value_or(Instant::never())};
}

JudgeSettings judge_settings(const Scenario& scenario, const DriverManifest& manifest) {
    JudgeSettings out;
    out.ring_size = scenario.device.ring_size;
    out.event_idx = scenario.device.event_idx;
    out.indirect_desc = scenario.device.indirect_desc;
    out.per_packet_header = manifest.per_packet_header;
    out.full_below_free = manifest.full_below_free;
    out.application = scenario.application.enabled ||
                      std::ranges::any_of(scenario.applications, &ApplicationOptions::enabled);
    out.udp = !scenario.udp.empty();
    out.rx = !scenario.rx.empty();
    out.state_bits = manifest.state_bits;
    out.application_polls_flag = scenario.application.need_wakeup == NeedWakeupPolicy::flag;
    out.application_looks_at_submit =
        scenario.application.need_wakeup == NeedWakeupPolicy::flag_at_submit;
    out.sendmsg_gate = scenario.guest.sendmsg_gate;
    out.notes_fail = scenario.expect.notes_fail;
    out.progress_bound = scenario.bounds.progress;
    for (const FaultOptions& rule : scenario.faults)
        out.faults.push_back(
            {rule.what, rule.pair, rule.rx ? rx_queue(rule.pair) : tx_queue(rule.pair)});
    return out;
}

}  // namespace xsksim
