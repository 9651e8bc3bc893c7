// SPDX-License-Identifier: GPL-2.0-only
// From the events of a run to its result (design §8), for live runs and saved ones alike.
#pragma once

#include "models/checks/judge.hpp"
#include "sim/core/trace.hpp"
#include "sim/run/end_of_run.hpp"
#include "sim/run/event_tally.hpp"
#include "sim/run/run.hpp"
#include "sim/run/summary_observer.hpp"

namespace xsksim {

// The last event of a trace, from which end_of_run() makes the same EndOfRun again.
void emit_run_end(Trace& trace, const EndOfRun& end);
EndOfRun end_of_run(const Event& event, const TraceNames& names);

// What is worked out of a run that was judged: figures take a third of a short one's time.
enum class Figures { none, all };

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
    RunResult result(const EndOfRun& end, Measures measured, Figures figures = Figures::all);

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
