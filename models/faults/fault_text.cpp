// SPDX-License-Identifier: GPL-2.0-only
// A fault rule in words, for trace, timeline and explanation.
#include <algorithm>
#include <string>

#include "models/fault_port.hpp"
#include "sim/core/error_name.hpp"

namespace xsksim {
namespace {

std::string words(std::string_view name) {
    std::string text(name);
    std::replace(text.begin(), text.end(), '_', ' ');
    return text;
}

std::string ns(Duration d) { return std::to_string(d.ns) + " ns"; }

std::string delay_text(const FaultDelay& delay) {
    if (!delay.table.empty()) return " by one of " + std::to_string(delay.table.size()) + " times";
    if (delay.mean) return " by " + ns(*delay.mean) + " on average";
    if (delay.least() != delay.most())
        return " by " + ns(delay.least()) + " to " + ns(delay.most());
    return delay.least().ns == 0 ? "" : " by " + ns(delay.least());
}

std::string what(const FaultRule& rule) {
    std::string text = words(info_of(rule.what).name) + delay_text(rule.delay);
    if (rule.per_second != 0) text += " at " + std::to_string(rule.per_second) + "/s";
    const unsigned takes = info_of(rule.what).takes;
    const auto number = [&](unsigned parameter, const char* before, std::uint64_t value,
                            const char* after) {
        if ((takes & parameter) != 0) text += before + std::to_string(value) + after;
    };
    number(fault_takes::packets, ", ", rule.packets, " packets");
    number(fault_takes::interrupts, " of ", rule.interrupts, "");
    number(fault_takes::entries, " by ", rule.entries, "");
    number(fault_takes::id, " ", rule.id, "");
    number(fault_takes::bytes, " ", rule.bytes, "");
    if (rule.error != 0) text += " with " + error_name(static_cast<std::uint64_t>(rule.error));
    return text;
}

std::string where(const FaultRule& rule) {
    const std::string pair = "pair " + std::to_string(rule.pair);
    switch (place_of(info_of(rule.what).site)) {
        case FaultPlace::queue:
            return std::string(rule.rx ? "RX" : "TX") + " queue of " + pair;
        case FaultPlace::pair:
            return pair;
        case FaultPlace::cpu:
            return rule.cpu ? "vCPU " + std::to_string(*rule.cpu) : "any vCPU";
        case FaultPlace::guest:
            return "the guest";
    }
    return "";
}

std::string when(const FaultRule& rule) {
    std::string text;
    if (!rule.nth.empty()) text += ", nth";
    for (const std::uint64_t number : rule.nth) text += " " + std::to_string(number);
    if (rule.every) text += ", every " + std::to_string(*rule.every);
    if (rule.probability)
        text += ", probability " + std::to_string(rule.probability->per_billion) + "e-9";
    if (rule.from) text += ", from " + std::to_string(rule.from->ns) + " ns";
    if (rule.until) text += ", before " + std::to_string(rule.until->ns) + " ns";
    if (rule.period) text += ", each " + ns(*rule.period);
    for (const FaultCondition condition : rule.conditions)
        text += ", while " + words(fault_conditions[static_cast<std::size_t>(condition)].first);
    if (rule.at.is_set()) text += ", at its place";
    return text;
}

}  // namespace

std::string describe(const FaultRule& rule) { return what(rule) + ": " + where(rule) + when(rule); }

}  // namespace xsksim
