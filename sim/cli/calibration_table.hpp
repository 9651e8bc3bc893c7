// SPDX-License-Identifier: GPL-2.0-only
// What was published of a machine beside what a run with its profile comes to.
#pragma once

#include <string>
#include <vector>

#include "sim/cli/job.hpp"
#include "sim/scenario/profile.hpp"
#include "sim/view/json/document.hpp"

namespace xsksim::cli {

struct CalibrationRow {
    Measurement measurement;
    JobResult result;
};

struct CalibrationTable {
    std::string profile;
    std::string title;
    std::vector<CalibrationRow> rows;

    std::string text() const;
};

// The figure that the measurement is about.
double simulated(const CalibrationRow& row);

inline constexpr OutputFormat calibration_format = {
    "calibration", 1, "Published figures and simulated ones: `xsksim calibration --json`."};
std::string calibration_json(const std::vector<CalibrationTable>& tables);
schema::Properties calibration_schema();

}  // namespace xsksim::cli
