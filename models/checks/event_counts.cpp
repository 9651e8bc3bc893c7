// SPDX-License-Identifier: GPL-2.0-only
#include "models/checks/event_counts.hpp"

#include <charconv>

namespace xsksim {

void EventCounts::count_rule(std::uint64_t rule) {
    if (rule >= rules_max) return;
    if (rule >= by_rule_.size()) by_rule_.resize(rule + 1, 0);
    ++by_rule_[rule];
}

std::optional<std::uint64_t> EventCounts::of(std::string_view what) const {
    constexpr std::string_view fault = "fault:";
    if (what.starts_with(fault)) {
        std::uint64_t rule = 0;
        const char* const last = what.data() + what.size();
        const auto [end, error] = std::from_chars(what.data() + fault.size(), last, rule);
        if (error != std::errc{} || end != last) return std::nullopt;
        return of_rule(rule);
    }
    for (const EventInfo& info : event_infos)
        if (info.name == what) return of(info.kind);
    return std::nullopt;
}

}  // namespace xsksim
