// SPDX-License-Identifier: GPL-2.0-only
#include "sim/core/trace.hpp"

#include "sim/core/check.hpp"

namespace xsksim {

void Trace::listen(EventListener& listener, const std::vector<EventKind>& kinds) {
    if (kinds.empty()) {
        for (auto& listeners : by_kind_) listeners.push_back(&listener);
        return;
    }
    for (const EventKind kind : kinds) {
        const auto index = static_cast<std::size_t>(kind);
        XSKSIM_CHECK(index < event_kinds_max, "event kind out of range");
        by_kind_[index].push_back(&listener);
    }
}

void Trace::deliver(const std::vector<EventListener*>& listeners, const Event& event) {
    for (EventListener* listener : listeners) listener->on_event(event);
}

std::uint64_t Trace::text(std::string_view text) {
    const auto known = text_indices_.find(text);
    if (known != text_indices_.end()) return known->second;
    texts_.emplace_back(text);
    const std::uint64_t index = texts_.size();
    text_indices_.emplace(text, index);
    return index;
}

const std::string& Trace::text_at(std::uint64_t index) const {
    static const std::string none;
    if (index == 0) return none;
    XSKSIM_CHECK(index <= texts_.size(), "no such text");
    return texts_[index - 1];
}

}  // namespace xsksim
