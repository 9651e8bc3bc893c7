// SPDX-License-Identifier: GPL-2.0-only
// From the end of a run and what the judge found to a verdict (design §8), for live runs and saved
// traces alike.
#pragma once

#include "sim/core/trace.hpp"
#include "sim/run/event_tally.hpp"
#include "sim/run/run.hpp"

namespace xsksim {

// Stops that are more than the end of the scenario; they travel in the last event's message.
inline constexpr const char* no_progress_message =
    "work waits and nothing has moved for the progress bound";
inline constexpr const char* idle_at_end_message =
    "the scenario's time is over, and nothing was pending any more";
inline constexpr const char* settled_message =
    "the senders have ceased, and what they sent had its time";

// Verdict, violations, explanation and expectation; the figures are the caller's.
RunResult judged(const Scenario& scenario, const Judge& judge, const EventTally& tally,
                 const RunEnd& end);

// The last event of a trace, from which run_end_of() makes the same RunEnd again.
void emit_run_end(Trace& trace, const RunEnd& end);
RunEnd run_end_of(const Event& event, const TraceNames& names);

}  // namespace xsksim
