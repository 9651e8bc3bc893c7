// SPDX-License-Identifier: GPL-2.0-only
// What `xsksim findings` found: each known defect, and which driver has it.
#pragma once

#include <string>
#include <vector>

#include "sim/cli/job.hpp"
#include "sim/view/json/document.hpp"

namespace xsksim::cli {

struct FindingRow {
    std::string name, question;
    std::vector<JobResult> results;  // by driver
};

struct FindingsTable {
    std::vector<std::string> drivers;
    std::vector<FindingRow> rows;

    std::string text() const;
    std::string json() const;
};

inline constexpr OutputFormat findings_format = {
    "findings", 1, "Which driver has which defect: `xsksim findings --json`."};
schema::Properties findings_schema();

}  // namespace xsksim::cli
