// SPDX-License-Identifier: GPL-2.0-only
// Who hears a run beside those who judge and measure it: a timeline, a file, a digest. What it has
// found it writes into the result. A listener is for one run, live or saved, and the caller's.
#pragma once

#include <vector>

#include "models/observe/picture.hpp"
#include "sim/core/event_listeners.hpp"
#include "sim/driver/manifest.hpp"
#include "sim/scenario/scenario.hpp"

namespace xsksim {

struct RunResult;

// A run that is about to be heard; until at_end() has returned.
struct HeardRun {
    const Scenario& scenario;
    const DriverManifest& driver;
    const Picture& picture;  // knows each event before the readers that are added here hear it
    const TraceNames& names;
    EventListeners& readers;
    EventListeners* actors;  // see Trace; null for a saved run, in which nobody can act any more
};

class RunListener {
public:
    virtual ~RunListener() = default;
    // Before the first event.
    virtual void listen_to(const HeardRun& run) = 0;
    // After the last. Verdict and figures are there.
    virtual void at_end(RunResult& result) = 0;
};

using RunListeners = std::vector<RunListener*>;

}  // namespace xsksim
