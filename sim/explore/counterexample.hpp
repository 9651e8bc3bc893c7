// SPDX-License-Identifier: GPL-2.0-only
// A failure that an exploration met, as an ordinary scenario of its own: what of the explored file
// and of what its workload drew is needed, and holds at named places instead of hold-ups by number.
// It extends nothing, so that it stays what it is when the explored file is edited. Made as small
// as it gets while it fails for the same cause: nothing that is left can be left out.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/explore/decisive_step.hpp"
#include "sim/explore/workload_search.hpp"
#include "sim/scenario/document.hpp"

namespace xsksim {

struct Counterexample {
    Failure failure;
    Node document;  // without what is told of it: name and question are placeholders
    std::optional<DecisiveStep> decisive;
    // The reference driver passed in the execution, but not where contexts are held at the same
    // places: the failure is not the explored driver's own.
    bool reference_fails = false;
    std::uint64_t runs = 0;  // that it took to make it small

    std::size_t holds() const;
    std::size_t ties() const;
    std::size_t settings() const;
};

// Nothing where no scenario fails in this way: the places of the hold-ups have no names, nor have
// those next to them, or holds there do something else. `runs_max` bounds the effort.
std::optional<Counterexample> make_counterexample(WorkloadSearch& search, const MetFailure& met,
                                                  std::uint64_t runs_max);

// What the scenario says of itself.
struct CounterexampleWords {
    std::string name;
    std::string question;
    std::string by;                 // the exploration that found it
    std::string driver;             // that fails; empty: the scenario's own
    std::string decisive;           // the decisive step, in a sentence
    std::vector<std::string> race;  // in steps
};
std::string counterexample_json(const Counterexample& counterexample,
                                const CounterexampleWords& words);

// As it is run, with the driver that was explored.
Scenario scenario_of(const Counterexample& counterexample, const Explored& explored);

}  // namespace xsksim
