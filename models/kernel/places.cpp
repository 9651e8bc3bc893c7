// SPDX-License-Identifier: GPL-2.0-only
#include "models/kernel/places.hpp"

#include <algorithm>

namespace xsksim {
namespace {

bool matches(const Place& place, const Event& event) {
    if (place.event != event.kind) return false;
    return std::all_of(place.where.begin(), place.where.end(), [&](const auto& condition) {
        return raw(event, *condition.first) == condition.second;
    });
}

bool names_call(const std::string& point, std::string_view call) {
    return point.ends_with(call) && point.size() > call.size() &&
           point[point.size() - call.size() - 1] == ':';
}

}  // namespace

std::string Place::text() const {
    return event ? "event:" + std::string(info_of(*event).name) : point;
}

void Places::watch(const Place& place, Watch kind, Watcher watcher) {
    if (!place.is_set()) return;
    const auto after_notices = std::find_if(entries_.begin(), entries_.end(),
                                            [](const Entry& e) { return e.kind == Watch::hold; });
    entries_.insert(kind == Watch::hold ? entries_.end() : after_notices,
                    {place, kind, std::move(watcher)});
    if (!place.event) {
        functions_.push_back(place.point.substr(0, place.point.find(':')));
    } else if (std::find(kinds_.begin(), kinds_.end(), *place.event) == kinds_.end()) {
        kinds_.push_back(*place.event);
        trace_.actors().listen_to(*place.event, *this);
    }
}

bool Places::need_points() const {
    return !functions_.empty() || (!entries_.empty() && entries_.back().kind == Watch::hold);
}

bool Places::watches_call(std::string_view call) const {
    return std::any_of(entries_.begin(), entries_.end(),
                       [&](const Entry& entry) { return names_call(entry.place.point, call); });
}

void Places::pass_point(std::string_view point) {
    for (const Entry& entry : entries_)
        if (entry.place.point == point) entry.watcher();
}

void Places::on_event(const Event& event) {
    for (const Entry& entry : entries_)
        if (matches(entry.place, event)) entry.watcher();
}

}  // namespace xsksim
