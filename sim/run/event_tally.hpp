// SPDX-License-Identifier: GPL-2.0-only
// How often the events happened that a scenario counts by the values of their fields (`where`), in
// its expectation or for a review.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "models/checks/event_counts.hpp"
#include "models/events.hpp"

namespace xsksim {

class EventTally : public EventListener {
public:
    using Fields = std::map<std::string, std::int64_t>;

    // Before listen_to(). Without fields it counts nothing: EventCounts does.
    void add(const std::string& what, const Fields& where);
    void listen_to(EventListeners& events);
    void on_event(const Event& event) override;
    // `what` and `where` are a pair that was added; without fields, as `counts` has it.
    std::uint64_t of(const std::string& what, const Fields& where, const EventCounts& counts) const;

private:
    struct Counted {
        std::string what;
        Fields where;
        EventKind kind{};
        std::vector<std::pair<const FieldInfo*, std::uint64_t>> values;
        std::uint64_t count = 0;
    };
    std::vector<Counted> counted_;
};

}  // namespace xsksim
