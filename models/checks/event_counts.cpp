// SPDX-License-Identifier: GPL-2.0-only
#include "models/checks/event_counts.hpp"

#include <charconv>

namespace xsksim {

namespace {

std::optional<std::uint64_t> rule_number(std::string_view what, std::string_view prefix) {
    std::uint64_t rule = 0;
    if (!what.starts_with(prefix)) return std::nullopt;
    const char* const last = what.data() + what.size();
    const auto [end, error] = std::from_chars(what.data() + prefix.size(), last, rule);
    if (error != std::errc{} || end != last) return std::nullopt;
    return rule;
}

}  // namespace

void EventCounts::listen_to(EventListeners& events) {
    events.listen_to_all(*this);
    events.listen<event::FaultFired, event::HoldBegin, event::HoldEnd, event::HoldSkipped,
                  event::PutLast, event::StepBegin, event::StepEnd>(*this);
}

void EventCounts::count(Counts& counts, std::uint64_t rule) {
    if (rule >= rules_max) return;
    if (rule >= counts.size()) counts.resize(rule + 1, 0);
    ++counts[rule];
}

void EventCounts::set_result(std::uint64_t step, std::uint64_t result) {
    if (step >= rules_max) return;
    if (step >= step_results_.size()) step_results_.resize(step + 1, 0);
    step_results_[step] = result;
}

std::optional<std::uint64_t> EventCounts::of(std::string_view what) const {
    if (const auto rule = rule_number(what, "fault:")) return of_rule(*rule);
    if (const auto hold = rule_number(what, "hold:")) return of_hold(*hold);
    for (const EventInfo& info : event_infos)
        if (info.name == what) return of(info.kind);
    return std::nullopt;
}

}  // namespace xsksim
