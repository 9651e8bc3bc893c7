// SPDX-License-Identifier: GPL-2.0-only
// An exploration as JSON: `xsksim explore --json`.
#pragma once

#include <string>
#include <vector>

#include "sim/cli/explore_report.hpp"
#include "sim/view/json/document.hpp"

namespace xsksim::cli {

inline constexpr OutputFormat exploration_format = {
    "exploration", 1, "What an exploration found and covered: `xsksim explore --json`."};

// `store`, `again`: empty where there is none.
std::string explore_json(const std::vector<ExploreOutcome>& scenarios, const std::string& store,
                         const std::string& again);
schema::Properties exploration_schema();

}  // namespace xsksim::cli
