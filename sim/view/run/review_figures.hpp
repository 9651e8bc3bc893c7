// SPDX-License-Identifier: GPL-2.0-only
// Gives a run's result the figures that a review scenario asks for, in words: how often an event
// happened, or a number of summary.json, of which there must be one of that name (else BadInput).
#pragma once

#include <optional>

#include "models/checks/event_counts.hpp"
#include "sim/run/event_tally.hpp"
#include "sim/run/run.hpp"

namespace xsksim {

class ReviewFigures : public RunListener {
public:
    void listen_to(const HeardRun& run) override;
    void at_end(RunResult& result) override;

private:
    std::string text_of(const ReviewOptions::Figure& figure, const RunResult& result) const;

    const Scenario* scenario_ = nullptr;
    EventCounts counts_;
    EventTally tally_;
};

}  // namespace xsksim
