// SPDX-License-Identifier: GPL-2.0-only
// Gives the hold-ups of an execution names that a scenario can use. Each may become several holds,
// the one that surely does the same first: the point itself, where it has a name that the format
// takes; else the named points of the same context next to it, and the last event before it. Hears
// a run with trace.accesses, in which every access and call of the driver is an event with its
// name, right after the context has gone on from there.
#pragma once

#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "sim/run/run.hpp"

namespace xsksim {

// Whether a scenario may name the place: fields and calls, not lines of a file.
bool is_place_name(const std::string& name);

class NamedHolds : public RunListener, public EventListener {
public:
    void listen_to(const HeardRun& run) override;
    void at_end(RunResult&) override {}
    void on_event(const Event& event) override;

    // For each hold-up, in the order in which they began, the holds that may stand for it. None
    // for one whose context neither went on nor was ever at a named place.
    std::vector<std::vector<ExpectedHold>> candidates() const;
    // The ties that went the other way, as rules.
    const std::vector<TieRule>& ties() const { return ties_; }

private:
    // Whose a context is, by its name "cpuN/...".
    struct Seat {
        std::optional<CpuId> cpu;
        Level level = Level::task;
        bool operator==(const Seat&) const = default;
    };
    // A context passed a place, or an event was its own.
    struct Passed {
        ContextId context = no_context;
        Seat seat;
        std::size_t place = 0;
        std::uint64_t hit = 0;
    };
    struct HoldUpSeen {
        ContextId context = no_context;
        Seat seat;
        HoldRule rule;
        std::size_t before = 0;             // how much had been passed when it began
        std::optional<std::size_t> passed;  // what it stood before
    };

    void add_near(const HoldUpSeen& seen, std::size_t at, int step, std::size_t count,
                  std::vector<ExpectedHold>& into) const;
    ExpectedHold hold_at(const HoldUpSeen& seen, std::size_t passed) const;
    ExpectedHold hold_of_context(const HoldUpSeen& seen, std::size_t passed) const;
    Seat seat_of(ContextId context) const;
    std::size_t number_of(const std::string& place);
    const std::string& place_of(const Passed& passed) const { return places_[passed.place]; }
    void note_access(const event::Access& access, ContextId context);

    std::size_t scenario_holds_ = 0, scenario_ties_ = 0;
    const TraceNames* names_ = nullptr;
    std::vector<Passed> passed_;
    std::vector<std::string> places_;  // each once
    std::unordered_map<std::string, std::size_t> numbers_;
    std::map<EventKind, std::uint64_t> events_;
    std::vector<HoldUpSeen> seen_;
    std::vector<TieRule> ties_;
    std::map<ContextId, std::size_t> waiting_;  // by the context that is held
};

}  // namespace xsksim
