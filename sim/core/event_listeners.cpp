// SPDX-License-Identifier: GPL-2.0-only
#include "sim/core/event_listeners.hpp"

namespace xsksim {

void EventListeners::add(EventKind kind, Entry entry) {
    const auto index = static_cast<std::size_t>(kind);
    XSKSIM_CHECK(index < kinds_max, "event kind out of range");
    if (index >= by_kind_.size()) by_kind_.resize(index + 1, of_all_);
    by_kind_[index].push_back(entry);
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
