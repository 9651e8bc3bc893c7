// SPDX-License-Identifier: GPL-2.0-only
// How often the events happened that a scenario counts by the values of their fields (`where`), in
// its expectation or for a review.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "models/checks/event_counts.hpp"
#include "models/events.hpp"
#include "models/events/field_condition.hpp"
#include "models/observe/judge_settings.hpp"

namespace xsksim {

class EventTally : public EventListener {
public:
    // Before listen_to(). Without fields it counts nothing: EventCounts does.
    void add(const std::string& what, const FieldValues& where);
    void listen_to(EventListeners& events, const TraceNames& names);
    void on_event(const Event& event) override;
    // `what` and `where` are a pair that was added; without fields, as `counts` has it.
    std::uint64_t of(const std::string& what, const FieldValues& where,
                     const EventCounts& counts) const;

private:
    struct Counted {
        std::string what;
        FieldValues where;
        EventKind kind{};
        std::vector<FieldCondition> conditions;
        std::uint64_t count = 0;
    };
    const TraceNames* names_ = nullptr;
    std::vector<Counted> counted_;
};

}  // namespace xsksim
