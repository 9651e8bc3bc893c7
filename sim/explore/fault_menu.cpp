// SPDX-License-Identifier: GPL-2.0-only
#include "sim/explore/fault_menu.hpp"

#include <algorithm>

#include "sim/scenario/document.hpp"

namespace xsksim {
namespace {

constexpr std::int64_t opportunity_max = 64;
constexpr std::int64_t happening_from_ns = 1'000, happening_to_ns = 1'000'000;
constexpr std::int64_t delay_from_ns = 100, delay_to_ns = 2'000'000;

// Each site belongs to one menu beside `all`.
FaultMenu menu_of(FaultSite site) {
    switch (site) {
        case FaultSite::interrupt:
        case FaultSite::invented:
        case FaultSite::unhandled:
        case FaultSite::signal:
            return FaultMenu::interrupts;
        case FaultSite::kick:
        case FaultSite::enabling:
            return FaultMenu::kicks;
        case FaultSite::service:
        case FaultSite::completed:
        case FaultSite::published:
        case FaultSite::upset:
            return FaultMenu::device;
        case FaultSite::stolen:
        case FaultSite::ksoftirqd:
        case FaultSite::timer:
        case FaultSite::allocation:
        case FaultSite::add:
            return FaultMenu::guest;
        case FaultSite::descriptor:
        case FaultSite::application:
            break;
    }
    return FaultMenu::all;
}

void add_place(const FaultInfo& info, const Scenario& scenario, Dice& dice, Node& rule) {
    const FaultPlace place = place_of(info.site);
    if (is_of_application(info.site))
        rule.add("pair", Node::of(std::int64_t{scenario.application.socket.pair}));
    else if (place == FaultPlace::queue || place == FaultPlace::pair)
        rule.add("pair", Node::of(static_cast<std::int64_t>(dice.below(scenario.device.pairs))));
    if (place == FaultPlace::queue && !scenario.rx.empty() && dice.below(4) == 0)
        rule.add("direction", Node::of("rx"));
    if (place == FaultPlace::cpu)
        rule.add("cpu",
                 Node::of(static_cast<std::int64_t>(dice.below(scenario.kernel.cpus.vcpus))));
}

// One strike: of a happening, a time; of anything else, an opportunity, at times under a condition.
void add_moment(const FaultInfo& info, Dice& dice, Node& rule) {
    if (is_happening(info.site)) {
        rule.add("from_ns", Node::of(dice.magnitude(happening_from_ns, happening_to_ns)));
        return;
    }
    const bool on_condition = dice.below(3) == 0;
    const std::int64_t last = on_condition ? 4 : opportunity_max;
    rule.add("nth", Node::list_of({Node::of(dice.magnitude(1, last))}));
    if (on_condition)
        rule.add(
            "while",
            Node::list_of({Node::of(fault_conditions[dice.below(fault_conditions.size())].first)}));
}

void add_amounts(const FaultInfo& info, Dice& dice, Node& rule) {
    const auto takes = [&](unsigned parameter) { return (info.takes & parameter) != 0; };
    if (takes(fault_takes::delay))
        rule.add("delay_ns", Node::of(dice.magnitude(delay_from_ns, delay_to_ns)));
    if (takes(fault_takes::per_second))
        rule.add("per_second", Node::of(dice.magnitude(100, 1'000'000)));
    if (takes(fault_takes::packets)) rule.add("packets", Node::of(dice.magnitude(2, 64)));
    if (takes(fault_takes::interrupts)) rule.add("interrupts", Node::of(dice.magnitude(1, 100)));
    if (takes(fault_takes::entries)) rule.add("entries", Node::of(dice.magnitude(1, 65'535)));
    if (takes(fault_takes::id)) rule.add("id", Node::of(dice.between(0, 128)));
    if (takes(fault_takes::bytes)) rule.add("bytes", Node::of(dice.magnitude(1, 4'096)));
    if (takes(fault_takes::error)) {
        constexpr std::array errors{"EIO", "ENOMEM", "ENOSPC"};
        rule.add("error", Node::of(errors[dice.below(errors.size())]));
    }
}

std::string draw_fault(const FaultInfo& info, const Scenario& scenario, Dice& dice) {
    Node rule = Node::object();
    rule.add("what", Node::of(info.name));
    add_place(info, scenario, dice, rule);
    add_moment(info, dice, rule);
    add_amounts(info, dice, rule);
    rule.add("optional", Node::of(true));
    return to_text(rule, Layout::line);
}

}  // namespace

std::vector<FaultWhat> kinds_of(FaultMenu menu) {
    std::vector<FaultWhat> kinds;
    if (menu == FaultMenu::none) return kinds;
    for (const FaultInfo& info : fault_table::infos)
        if (menu == FaultMenu::all || menu_of(info.site) == menu) kinds.push_back(info.what);
    return kinds;
}

std::vector<std::string> draw_faults(const FaultBudget& budget, const Scenario& scenario,
                                     Dice& dice) {
    std::vector<FaultWhat> kinds = kinds_of(budget.menu);
    if (!scenario.application.enabled)
        std::erase_if(kinds, [](FaultWhat kind) { return is_of_application(info_of(kind).site); });
    std::erase_if(kinds,
                  [&](FaultWhat kind) { return !strikes_ring(kind, scenario.device.packed); });
    std::vector<std::string> rules;
    if (kinds.empty() || budget.strikes_max == 0) return rules;
    for (auto left = dice.between(1, budget.strikes_max); left > 0; --left)
        rules.push_back(draw_fault(info_of(kinds[dice.below(kinds.size())]), scenario, dice));
    return rules;
}

}  // namespace xsksim
