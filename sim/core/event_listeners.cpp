// SPDX-License-Identifier: GPL-2.0-only
#include "sim/core/event_listeners.hpp"

namespace xsksim {

void EventListeners::add(EventKind kind, Entry entry) {
    const auto index = static_cast<std::size_t>(kind);
    XSKSIM_CHECK(index < kinds_max, "event kind out of range");
    grow_to(index);
    by_kind_[index].push_back(entry);
}

void EventListeners::grow_to(std::size_t index) {
    if (by_kind_.empty()) by_kind_.reserve(kinds_at_first);
    while (by_kind_.size() <= index) {
        Entries& entries = by_kind_.emplace_back();
        entries.reserve(of_all_.empty() ? 0 : entries_at_first);
        entries.insert(entries.end(), of_all_.begin(), of_all_.end());
    }
}

EventListeners::Entry EventListeners::entry_of(EventListener& listener) {
    return {&listener,
            [](void* to, const Event& e) { static_cast<EventListener*>(to)->on_event(e); }};
}

void EventListeners::listen_to(EventKind kind, EventListener& listener) {
    add(kind, entry_of(listener));
}

void EventListeners::listen_to_all(EventListener& listener) {
    of_all_.push_back(entry_of(listener));
    for (Entries& entries : by_kind_) entries.push_back(entry_of(listener));
}

}  // namespace xsksim
