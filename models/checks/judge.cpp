// SPDX-License-Identifier: GPL-2.0-only
#include "models/checks/judge.hpp"

#include <algorithm>
#include <utility>

namespace xsksim {

void Check::violate(const Event& event, Code code, std::string message, bool is_note) {
    std::size_t& kept = is_note ? notes_ : failures_;
    if (kept == violations_max) return;
    ++kept;
    violations_.push_back({code, std::string(name()), std::move(message), event.number, event.at,
                           event.context, "", is_note});
}

Judge::Judge(JudgeSettings settings, const TraceNames& names)
    : settings_(std::move(settings)), picture_(settings_, names) {
    checks_ = make_all_checks(settings_, names, picture_);
}

void Judge::listen_to(EventListeners& events) {
    counts_.listen_to(events);
    picture_.listen_to(events);
    for (const auto& check : checks_) check->listen_to(events);
}

void Judge::finish(Instant end) {
    for (const auto& check : checks_) check->at_end(end);
}

std::vector<Violation> Judge::violations() const {
    std::vector<Violation> all;
    for (const auto& check : checks_)
        all.insert(all.end(), check->violations().begin(), check->violations().end());
    std::ranges::stable_sort(all, [](const Violation& a, const Violation& b) {
        return a.is_note != b.is_note ? b.is_note : a.event < b.event;
    });
    return all;
}

bool Judge::failed() const {
    return std::ranges::any_of(checks_, [this](const auto& check) {
        return check->name() != "progress" && check->name() != "state_bits" &&
               violated(check->name());
    });
}

bool Judge::violated(std::string_view name) const {
    for (const auto& check : checks_)
        for (const Violation& violation : check->violations())
            if (violation.check == name && (!violation.is_note || settings_.strictness.notes_fail))
                return true;
    return false;
}

bool Judge::broke_state_rules() const { return violated("state_bits"); }
bool Judge::stalled() const { return violated("progress"); }

}  // namespace xsksim
