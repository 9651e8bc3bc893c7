// SPDX-License-Identifier: GPL-2.0-only
// Gives a run's result what MeasuredStates found; nothing where no accesses are traced.
#pragma once

#include <optional>

#include "sim/run/measured_states.hpp"
#include "sim/run/run.hpp"

namespace xsksim {

class StateListener : public RunListener {
public:
    void listen_to(const HeardRun& run) override {
        if (run.scenario.shim.access_events) states_.emplace(run.picture).listen_to(run.readers);
    }
    void at_end(RunResult& result) override {
        if (!states_) return;
        result.transitions = states_->transitions();
        result.field_accesses = states_->field_accesses();
    }

private:
    std::optional<MeasuredStates> states_;
};

}  // namespace xsksim
