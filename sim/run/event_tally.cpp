// SPDX-License-Identifier: GPL-2.0-only
#include "sim/run/event_tally.hpp"

#include <algorithm>
#include <set>

#include "sim/core/check.hpp"

namespace xsksim {

void EventTally::add(const std::string& what, const Fields& where) {
    if (where.empty()) return;
    const auto info = std::ranges::find(event_infos, what, &EventInfo::name);
    XSKSIM_CHECK(info != event_infos.end(), "the scenario names an event that does not exist");
    Counted counted{what, where, info->kind, {}, 0};
    for (const auto& [name, value] : where) {
        const FieldInfo* field = info->field(name);
        XSKSIM_CHECK(field != nullptr, "the scenario names a field that does not exist");
        counted.values.emplace_back(field, static_cast<std::uint64_t>(value));
    }
    counted_.push_back(std::move(counted));
}

void EventTally::listen_to(EventListeners& events) {
    std::set<EventKind> kinds;
    for (const Counted& counted : counted_) kinds.insert(counted.kind);
    for (const EventKind kind : kinds) events.listen_to(kind, *this);
}

void EventTally::on_event(const Event& event) {
    for (Counted& counted : counted_) {
        const bool matches = counted.kind == event.kind &&
                             std::ranges::all_of(counted.values, [&](const auto& value) {
                                 return raw(event, *value.first) == value.second;
                             });
        counted.count += matches ? 1 : 0;
    }
}

std::uint64_t EventTally::of(const std::string& what, const Fields& where,
                             const EventCounts& counts) const {
    if (where.empty()) return counts.of(what).value_or(0);
    for (const Counted& counted : counted_)
        if (counted.what == what && counted.where == where) return counted.count;
    return 0;
}

}  // namespace xsksim
