// SPDX-License-Identifier: GPL-2.0-only
// What others do while one hold of a scenario lasts: which of their events the held context waited
// too long for. Hears one run of that scenario.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sim/run/run.hpp"

namespace xsksim {

// Whether a person would tell a race by such an event.
bool tells_of_a_race(EventKind kind);

// Such an event during the hold.
struct EventInHold {
    EventKind kind{};
    std::uint64_t nth = 0;     // of its kind since the hold began, from 1
    std::uint64_t number = 0;  // in the trace
    Duration after;            // the hold's begin
    std::string context;
};

class HoldEvents : public RunListener, public EventListener {
public:
    // `hold`: by its number in the scenario, from 1.
    explicit HoldEvents(std::size_t hold) : hold_(hold) {}

    void listen_to(const HeardRun& run) override;
    void at_end(RunResult&) override {}
    void on_event(const Event& event) override;

    // Of other contexts, in order; up to the one that ended the hold.
    const std::vector<EventInHold>& events() const { return events_; }
    // Of the held context; empty: the hold never began.
    const std::string& context() const { return context_; }
    bool has_ended() const { return has_ended_; }
    std::uint64_t begin_number() const { return begin_number_; }
    // Points of the driver before its end; only with trace.accesses.
    std::uint64_t points_before_end() const { return points_; }

private:
    const std::size_t hold_;
    const TraceNames* names_ = nullptr;
    ContextId held_ = no_context;
    bool is_held_ = false, has_ended_ = false;
    Instant since_;
    std::string context_;
    std::uint64_t begin_number_ = 0, points_ = 0;
    std::map<EventKind, std::uint64_t> seen_;
    std::vector<EventInHold> events_;
};

}  // namespace xsksim
