// SPDX-License-Identifier: GPL-2.0-only
#include "sim/run/world_options.hpp"

#include <utility>

namespace xsksim {
namespace {

// Senders must not share sequence numbers: their packets would look alike on the wire.
constexpr std::uint64_t sequences_per_sender = std::uint64_t{1} << 40;

}  // namespace

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

ShimOptions shim_options(const Scenario& scenario, const DriverManifest& manifest) {
    ShimOptions options = scenario.shim;
    options.unaligned_accesses = manifest.unaligned_accesses;
    options.function_costs.insert(manifest.function_costs.begin(), manifest.function_costs.end());
    for (const auto& [function, counterpart] : manifest.costs_as)
        if (const auto cost = options.function_costs.find(counterpart);
            cost != options.function_costs.end())
            options.function_costs.emplace(function, cost->second);
    for (const auto& [function, callee] : manifest.costs_passed_on)
        if (auto cost = options.function_costs.extract(function)) {
            cost.key() = callee;
            options.function_costs.insert(std::move(cost));
        }
    return options;
}

JudgeSettings judge_settings(const Scenario& scenario, const DriverManifest& manifest) {
    JudgeSettings out{.strictness = scenario.expect.judgement,
                      .device = scenario.device,
                      .xsk = scenario.xsk,
                      .applications = {},
                      .has_udp = !scenario.udp.empty(),
                      .has_rx = !scenario.rx.empty(),
                      .driver = manifest.words};
    for (std::size_t number = 0; number <= scenario.applications.size(); ++number)
        if (const ApplicationOptions& application = application_of(scenario, number);
            application.enabled)
            out.applications.push_back(application);
    for (const FaultRule& rule : scenario.faults)
        out.faults.push_back({rule.what, rule.pair, rule.rx});
    return out;
}

}  // namespace xsksim
