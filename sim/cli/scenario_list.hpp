// SPDX-License-Identifier: GPL-2.0-only
// What `xsksim list` says of scenarios.
#pragma once

#include <string>
#include <vector>

#include "sim/view/json/document.hpp"

namespace xsksim::cli {

struct ListedScenario {
    std::string name;  // below the folder, without ending
    std::string file, expect, question;
};

std::string list_text(const std::vector<ListedScenario>& scenarios);
std::string list_json(const std::vector<ListedScenario>& scenarios);

inline constexpr OutputFormat list_format = {"list", 1, "Scenarios: `xsksim list --json`."};
schema::Properties list_schema();

}  // namespace xsksim::cli
