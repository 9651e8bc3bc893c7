// SPDX-License-Identifier: GPL-2.0-only
#include "models/irq/fault_rule.hpp"

#include "sim/core/check.hpp"

namespace xsksim {

namespace {

std::string describe_kind(const InterruptFaultRule& rule) {
    switch (rule.kind) {
        case InterruptFaultKind::lost:
            return "interrupt lost";
        case InterruptFaultKind::delayed:
            return "interrupt delayed by " + std::to_string(rule.delay.ns) + " ns";
        case InterruptFaultKind::rate_capped:
            return "interrupts capped at " + std::to_string(rule.per_second) + "/s";
    }
    check_failed("kind", __FILE__, __LINE__, "unknown kind of interrupt fault");
}

std::string describe_window(const InterruptFaultRule& rule) {
    std::string text;
    if (rule.from) text += ", from " + std::to_string(rule.from->ns) + " ns";
    if (rule.until) text += ", before " + std::to_string(rule.until->ns) + " ns";
    return text;
}

}  // namespace

std::string describe(const InterruptFaultRule& rule) {
    std::string text = describe_kind(rule) + ": " + (rule.vector % 2 == 0 ? "RX" : "TX") +
                       " vector of pair " + std::to_string(rule.vector / 2);
    if (!rule.nth.empty()) text += ", nth";
    for (const std::uint64_t number : rule.nth) text += " " + std::to_string(number);
    if (rule.every) text += ", every " + std::to_string(*rule.every);
    if (rule.probability)
        text += ", probability " + std::to_string(rule.probability->per_billion) + "e-9";
    return text + describe_window(rule);
}

}  // namespace xsksim
