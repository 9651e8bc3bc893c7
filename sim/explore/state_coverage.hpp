// SPDX-License-Identifier: GPL-2.0-only
// In which states of a queue pair what happened: at each event that moves a queue or says who acts
// on it, what the driver goes by (its bits, ring, NAPI, timer), and what goes on around it
// (device, callbacks, interrupt, socket, application), as the picture of the run has it. Each is a
// class of its own: all of it together would be new nearly each time.
// Simplified: amounts are told as none, some and full; bits of the driver's state words are those
// that were changed last, of whichever queue; events of single packets are not among those that
// count, so that it costs little beside a run.
// Owner: who makes an execution, one each. Units: none. Errors: none.
#pragma once

#include <cstdint>

#include "sim/explore/coverage_notes.hpp"
#include "sim/run/run_listener.hpp"

namespace xsksim {

class StateCoverage : public RunListener, private EventListener {
public:
    void listen_to(const HeardRun& run) override;
    void at_end(RunResult&) override {}

    Coverage coverage() const { return notes_.coverage(); }

private:
    void on_event(const Event& event) override;

    const Picture* picture_ = nullptr;
    std::uint64_t bits_ = 0;  // set now
    CoverageNotes notes_;
};

}  // namespace xsksim
