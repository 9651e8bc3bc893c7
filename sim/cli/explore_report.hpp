// SPDX-License-Identifier: GPL-2.0-only
// What an exploration says: while it goes on, and at its end.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "sim/cli/explore_story.hpp"
#include "sim/explore/counterexample.hpp"
#include "sim/explore/exploration.hpp"

namespace xsksim::cli {

// One cause with the scenario that shows it again.
struct ReportedFailure {
    FoundFailure found;
    bool is_wanted = true;  // the scenario
    std::optional<Counterexample> counterexample;
    Story story;
    double seconds = 0;  // that making it took
    std::string file;    // of the counterexample
    std::string again;   // the command that runs it
};

// "12,345 executions of 772 workloads, 1880 a second, 2 causes so far".
std::string explore_progress_text(const ExplorationState& state, double seconds);
// Of one failure, to be mailed: 72 characters wide, but for commands.
std::string explore_story_text(const ReportedFailure& failure);
std::string explore_report_text(const std::string& name, const ExplorationState& state,
                                double seconds, const std::vector<ReportedFailure>& failures);

}  // namespace xsksim::cli
