// SPDX-License-Identifier: GPL-2.0-only
// What `xsksim sweep` says at its end.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "sim/sweep/sweep_run.hpp"
#include "sim/view/json/document.hpp"

namespace xsksim::cli {

struct SweepOutcome {
    std::string store;
    SweepEnd end = SweepEnd::complete;
    SweepProgress progress;
    std::map<std::string, std::uint64_t> verdicts;  // of the whole store
    std::vector<std::string> boundaries;
    std::string again;  // the command that goes on with it

    std::string text() const;
    std::string json() const;
};

inline constexpr OutputFormat sweep_outcome_format = {"sweep-outcome", 1,
                                                      "How a sweep ended: `xsksim sweep --json`."};
schema::Properties sweep_outcome_schema();

}  // namespace xsksim::cli
