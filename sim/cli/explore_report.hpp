// SPDX-License-Identifier: GPL-2.0-only
// What an exploration says at its end.
#pragma once

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

// One scenario, explored. What was before: by earlier sessions, from the store.
struct ExploreOutcome {
    std::string name;  // of the scenario
    ExploreBudget budget;
    std::uint64_t shards = 1;
    std::uint64_t executions_before = 0;
    double seconds = 0, seconds_before = 0;
    ExplorationState state;
    std::vector<ReportedFailure> failures;

    bool is_complete() const { return state.end == ExplorationEnd::budget; }
    bool has_broken_simulator() const;
};

// Of one failure, to be mailed: 72 characters wide, but for commands.
std::string explore_story_text(const ReportedFailure& failure);
// 80 characters wide, but for commands.
std::string explore_report_text(const ExploreOutcome& outcome);

}  // namespace xsksim::cli
