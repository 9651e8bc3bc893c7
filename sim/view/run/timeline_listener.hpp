// SPDX-License-Identifier: GPL-2.0-only
// Gives a run's result its timeline.
#pragma once

#include <optional>

#include "sim/run/run.hpp"
#include "sim/view/run/timeline.hpp"

namespace xsksim {

class TimelineListener : public RunListener {
public:
    void listen_to(const HeardRun& run) override {
        timeline_.emplace(run.picture, run.names).listen_to(run.readers);
    }
    void at_end(RunResult& result) override { result.timeline = timeline_->text(); }

private:
    std::optional<Timeline> timeline_;
};

}  // namespace xsksim
