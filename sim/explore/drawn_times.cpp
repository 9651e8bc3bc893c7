// SPDX-License-Identifier: GPL-2.0-only
#include "sim/explore/drawn_times.hpp"

#include <algorithm>
#include <string>

#include "sim/explore/document_edit.hpp"
#include "sim/scenario/read_document.hpp"

namespace xsksim {
namespace {

// A latency passes again and again, for each packet or interrupt.
constexpr std::int64_t times_a_latency_passes = 64;

bool is_cost(std::string_view pointer) {
    return is_below(pointer, "/guest/costs") ||
           ((is_below(pointer, "/device") || is_below(pointer, "/interrupts")) &&
            pointer.ends_with("_ns"));
}

std::string late_timer(std::int64_t longest_ns, Dice& dice) {
    Node rule = Node::object();
    rule.add("what", Node::of("timer_late"));
    rule.add("delay_ns", Node::of(std::int64_t{0}));
    rule.add("delay_max_ns", Node::of(dice.magnitude(1, longest_ns)));
    rule.add("optional", Node::of(true));
    return to_text(rule, Layout::line);
}

std::string hold_at(const std::string& place, std::uint64_t times, std::int64_t longest_ns,
                    Dice& dice) {
    Node hold = Node::object();
    hold.add("at", Node::of(std::string_view(place)));
    hold.add("hit", Node::of(dice.between(1, static_cast<std::int64_t>(times))));
    hold.add("at_most_ns", Node::of(dice.magnitude(1, longest_ns)));
    hold.add("only_context", Node::of(dice.coin()));
    hold.add("optional", Node::of(true));
    return to_text(hold, Layout::line);
}

}  // namespace

Duration longest_hold_up(const Scenario& scenario) {
    constexpr std::int64_t shortest = 64;  // as strategies draw them
    Duration bound = std::min(scenario.bounds.time, scenario.expect.judgement.progress);
    if (scenario.end.settle)
        bound = std::min(bound, *scenario.end.settle);
    else if (scenario.end.time)
        bound = std::min(bound, *scenario.end.time - Instant{});
    const std::int64_t hold_ups = std::max<std::int64_t>(scenario.explore.hold_ups, 1);
    return {std::max(bound.ns / (4 * hold_ups), shortest)};
}

std::vector<Override> draw_stretched(const Scenario& scenario, Dice& dice) {
    std::vector<Override> settings;
    if (scenario.explore.stretch_percent == 100) return settings;
    std::vector<InputProblem> none;
    const Node document =
        read_document(resolved_json(scenario), "", none, LineNumbers::none).value_or(Node{});
    for (const std::string& pointer : pointers_in(document)) {
        const Node& node = *node_at(document, pointer);
        if (!is_cost(pointer) || node.kind != Node::Kind::integer || node.integer == 0) continue;
        const std::int64_t percent = dice.between(100, scenario.explore.stretch_percent);
        settings.push_back({pointer, std::to_string(node.integer * percent / 100)});
    }
    return settings;
}

std::vector<Override> draw_latencies(const Scenario& scenario, Dice& dice) {
    const std::int64_t longest = longest_hold_up(scenario).ns;
    const std::int64_t longest_latency =
        std::max<std::int64_t>(longest / times_a_latency_passes, 1);
    std::vector<Override> settings;
    for (const char* pointer : {"/device/service_ns", "/device/notify_latency_ns",
                                "/device/wakeup_latency_ns", "/interrupts/latency_ns"})
        settings.push_back({pointer, std::to_string(dice.magnitude(1, longest_latency))});
    if (dice.coin()) settings.push_back({"/faults/-", late_timer(longest, dice)});
    return settings;
}

std::vector<Override> draw_holds(const Scenario& scenario,
                                 const std::vector<std::pair<std::string, std::uint64_t>>& places,
                                 Dice& dice) {
    std::vector<Override> settings;
    if (places.empty()) return settings;
    const std::int64_t longest = longest_hold_up(scenario).ns;
    for (auto left = dice.between(0, scenario.explore.hold_ups); left > 0; --left) {
        const auto& [place, times] = places[dice.below(places.size())];
        settings.push_back({"/schedule/holds/-", hold_at(place, times, longest, dice)});
    }
    return settings;
}

}  // namespace xsksim
