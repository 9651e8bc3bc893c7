// SPDX-License-Identifier: GPL-2.0-only
// From the events of a run to its result (design §8), for live runs and saved ones alike.
#pragma once

#include "models/checks/judge.hpp"
#include "sim/core/trace.hpp"
#include "sim/run/event_tally.hpp"
#include "sim/run/run.hpp"
#include "sim/run/summary_observer.hpp"

namespace xsksim {

// Stops that are more than the end of the scenario; they travel in the last event's message.
inline constexpr const char* no_progress_message =
    "work waits and nothing has moved for the progress bound";
inline constexpr const char* idle_at_end_message =
    "the scenario's time is over, and nothing was pending any more";
inline constexpr const char* settled_message =
    "the senders have ceased, and what they sent had its time";

// The last event of a trace, from which run_end_of() makes the same RunEnd again.
void emit_run_end(Trace& trace, const RunEnd& end);
RunEnd run_end_of(const Event& event, const TraceNames& names);

// Everything that reads one run. What it is made of outlives it.
class Judgement {
public:
    Judgement(const Scenario& scenario, const DriverManifest& driver, const TraceNames& names);
    Judgement(const Judgement&) = delete;
    Judgement& operator=(const Judgement&) = delete;

    const Picture& picture() const { return judge_.picture(); }
    // Before the first event. `actors` as in HeardRun.
    void listen_to(EventListeners& readers, EventListeners* actors, const RunListeners& listeners);
    // Once, after the last event.
    RunResult result(const RunEnd& end, Measures measured);

private:
    const Scenario& scenario_;
    const DriverManifest& driver_;
    const TraceNames& names_;
    Judge judge_;
    EventTally tally_;
    SummaryObserver summary_;
    RunListeners listeners_;
};

}  // namespace xsksim
