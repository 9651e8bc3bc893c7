// SPDX-License-Identifier: GPL-2.0-only
// Gives the hold-ups of an execution names that a scenario can use: each becomes the hold at that
// place which does the same. Hears a run with trace.accesses, in which every access and call of the
// driver is an event with its name, right after the context has gone on from there.
#pragma once

#include <map>
#include <vector>

#include "sim/run/run.hpp"

namespace xsksim {

class NamedHolds : public RunListener {
public:
    void listen_to(const HeardRun& run) override;
    void at_end(RunResult&) override {}

    void on(const event::HoldBegin& hold, const Event& event);
    void on(const event::HoldEnd& hold, const Event& event);
    void on(const event::Access& access, const Event& event);

    // In the order in which they began. One whose context never went on has no place.
    const std::vector<ExpectedHold>& holds() const { return holds_; }

private:
    std::size_t scenario_holds_ = 0;
    const TraceNames* names_ = nullptr;
    std::vector<ExpectedHold> holds_;
    std::map<ContextId, std::size_t> unnamed_;  // by the context that is held
};

}  // namespace xsksim
