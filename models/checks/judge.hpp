// SPDX-License-Identifier: GPL-2.0-only
// The judge: runs every check over the events of a run, live or from a saved trace, and says the
// outcome. It sees events and the few settings below, never a model.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "models/checks/event_counts.hpp"
#include "models/codes.hpp"
#include "models/events.hpp"
#include "models/observe/picture.hpp"
#include "sim/core/trace.hpp"

namespace xsksim {

// What a check found. `event` is the number of the event that shows it.
struct Violation {
    Code code{};
    std::string check;    // "wire_order"
    std::string message;  // in a driver author's words, one or two sentences
    std::uint64_t event = 0;
    Instant at;
    ContextId context = no_context;
    std::string stack;  // driver stack if the event carried one
    bool is_note = false;
};

// One property. A check lives in one file, models/checks/<name>.cpp, and registers its factory in
// models/checks/all_checks.cpp.
class Check {
public:
    virtual ~Check() = default;
    virtual std::string_view name() const = 0;
    // Asks for the events that it reads.
    virtual void listen_to(EventListeners& events) = 0;
    // Called once, after the last event.
    virtual void at_end(Instant /*end*/) {}
    const std::vector<Violation>& violations() const { return violations_; }

    static constexpr std::size_t violations_max = 20;  // failures; and as many notes

protected:
    void violate(const Event& event, Code code, std::string message, bool is_note = false);
    std::vector<Violation> violations_;

private:
    std::size_t failures_ = 0, notes_ = 0;
};

// Every check, in the order in which their violations of one event are shown. `picture` must get
// each event before the checks do.
std::vector<std::unique_ptr<Check>> make_all_checks(const JudgeSettings& settings,
                                                    const TraceNames& names,
                                                    const Picture& picture);

// All of the above together, over one run. Owner: the run, or the reader of a saved trace.
//   Judge judge(settings, names);
//   judge.listen_to(trace.readers());  // or those of a TraceReader
//   ... events, the last of them run_end ...
//   judge.finish(end);
class Judge {
public:
    Judge(JudgeSettings settings, const TraceNames& names);

    // Before the first event.
    void listen_to(EventListeners& events);
    // Once, after the last event.
    void finish(Instant end);

    // What follows is complete after finish(). Failures in order of their events, then notes.
    std::vector<Violation> violations() const;
    // A check other than `progress` and `state_bits` was violated (a note if notes_fail).
    bool failed() const;
    // `state_bits` was violated: a failure, unless a stall came of it, which says more.
    bool broke_state_rules() const;
    bool stalled() const;  // `progress` was violated: work waited and nothing moved
    const Picture& picture() const { return picture_; }
    const EventCounts& counts() const { return counts_; }

private:
    bool violated(std::string_view check) const;
    JudgeSettings settings_;
    EventCounts counts_;
    Picture picture_;
    std::vector<std::unique_ptr<Check>> checks_;
};

}  // namespace xsksim
