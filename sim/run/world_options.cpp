// SPDX-License-Identifier: GPL-2.0-only
#include "sim/run/world_options.hpp"

#include <algorithm>

#include "models/virtio/net/net_queue_layout.hpp"

namespace xsksim {
namespace {

// Senders must not share sequence numbers: their packets would look alike on the wire.
constexpr std::uint64_t sequences_per_sender = std::uint64_t{1} << 40;

}  // namespace

const ApplicationOptions& application_of(const Scenario& scenario, std::size_t number) {
    return number == 0 ? scenario.application : scenario.applications.at(number - 1);
}

SenderRole application_role(const Scenario& scenario, std::size_t number) {
    return {.task_name = number == 0 ? "app" : "app" + std::to_string(number),
            .first_sequence = number * sequences_per_sender,
            .frames = scenario.end.frames,
            .costs = scenario.sender_costs};
}

SenderRole udp_role(const Scenario& scenario, std::size_t index) {
    return {.task_name = "udp" + std::to_string(index),
            .first_sequence = index * sequences_per_sender,
            .costs = scenario.sender_costs};
}

JudgeSettings judge_settings(const Scenario& scenario, const DriverManifest& manifest) {
    JudgeSettings out;
    out.ring_size = scenario.device.tx_ring_size;
    out.event_idx = scenario.device.event_idx;
    out.indirect_desc = scenario.device.indirect_desc;
    out.driver = manifest.words;
    out.application = scenario.application.enabled ||
                      std::ranges::any_of(scenario.applications, &ApplicationOptions::enabled);
    out.udp = !scenario.udp.empty();
    out.rx = !scenario.rx.empty();
    out.application_polls_flag = scenario.application.need_wakeup == NeedWakeupPolicy::flag;
    out.application_looks_at_submit =
        scenario.application.need_wakeup == NeedWakeupPolicy::flag_at_submit;
    out.sendmsg_gate = scenario.xsk.sendmsg_gate;
    out.notes_fail = scenario.expect.notes_fail;
    out.progress_bound = scenario.bounds.progress;
    const QueueMap queues = net_queue_layout(scenario.device.pairs);
    for (const FaultRule& rule : scenario.faults)
        out.faults.push_back({rule.what, rule.pair, queues.queue(rule.rx, rule.pair)});
    return out;
}

}  // namespace xsksim
