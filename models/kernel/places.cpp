// SPDX-License-Identifier: GPL-2.0-only
#include "models/kernel/places.hpp"

#include <algorithm>

namespace xsksim {
namespace {

bool names_call(const std::string& point, std::string_view call) {
    return point.ends_with(call) && point.size() > call.size() &&
           point[point.size() - call.size() - 1] == ':';
}

}  // namespace

Places::Entry Places::entry_of(const Place& place, Watch kind, Watcher watcher) {
    Entry entry{"", {}, {}, kind, std::move(watcher)};
    for (const EventInfo& info : event_infos) {
        if (place.name != "event:" + std::string(info.name)) continue;
        entry.event = info.kind;
        for (const auto& [name, value] : place.where) {
            const FieldInfo* field = info.field(name);
            XSKSIM_CHECK(field != nullptr, "a place names a field that its event does not have");
            entry.where.emplace_back(field, static_cast<std::uint64_t>(value));
        }
    }
    if (!entry.event) entry.point = place.name;
    return entry;
}

bool Places::matches(const Entry& entry, const Event& event) {
    if (entry.event != event.kind) return false;
    return std::all_of(entry.where.begin(), entry.where.end(), [&](const auto& condition) {
        return raw(event, *condition.first) == condition.second;
    });
}

void Places::watch(const Place& place, Watch kind, Watcher watcher) {
    if (!place.is_set()) return;
    const auto after_notices = std::find_if(entries_.begin(), entries_.end(),
                                            [](const Entry& e) { return e.kind == Watch::hold; });
    Entry entry = entry_of(place, kind, std::move(watcher));
    if (!entry.event) {
        functions_.push_back(place.function());
    } else if (std::find(kinds_.begin(), kinds_.end(), *entry.event) == kinds_.end()) {
        kinds_.push_back(*entry.event);
        trace_.actors().listen_to(*entry.event, *this);
    }
    entries_.insert(kind == Watch::hold ? entries_.end() : after_notices, std::move(entry));
}

bool Places::need_points() const {
    return !functions_.empty() || (!entries_.empty() && entries_.back().kind == Watch::hold);
}

bool Places::watches_call(std::string_view call) const {
    return std::any_of(entries_.begin(), entries_.end(),
                       [&](const Entry& entry) { return names_call(entry.point, call); });
}

void Places::pass_point(std::string_view point, Operation next) {
    for (const Entry& entry : entries_)
        if (entry.point == point) entry.watcher(&next);
}

void Places::on_event(const Event& event) {
    for (const Entry& entry : entries_)
        if (matches(entry, event)) entry.watcher(nullptr);
}

}  // namespace xsksim
