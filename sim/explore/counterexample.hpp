// SPDX-License-Identifier: GPL-2.0-only
// A failure that an exploration met, as an ordinary scenario: what its workload drew, and holds at
// named places instead of hold-ups by number. Made as small as it gets while it fails for the same
// cause: nothing that is left can be left out.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/explore/workload_search.hpp"

namespace xsksim {

struct Counterexample {
    Failure failure;
    std::vector<Override> settings;  // on top of the explored file
    std::vector<ExpectedHold> holds;
    std::uint64_t runs = 0;  // that it took to make it small
};

// Nothing where no scenario fails in this way: the places of the hold-ups have no names, or the
// names stand for other passes. `runs_max` bounds the effort of making it small.
std::optional<Counterexample> make_counterexample(WorkloadSearch& search, const MetFailure& met,
                                                  std::uint64_t runs_max);

// The scenario's file, to lie in `folder`: extends the explored file.
std::string counterexample_json(const Counterexample& counterexample, const std::string& name,
                                const std::string& explored_file, const std::string& folder);

}  // namespace xsksim
