// SPDX-License-Identifier: GPL-2.0-only
// Every run of a store, a row each: for pandas, R, spreadsheets.
#pragma once

#include <string>

#include "sim/view/json/document.hpp"
#include "sim/view/sweep/result.hpp"

namespace xsksim {

// With a heading: run,point,seed, the axes, verdict,good,reason, the figures. Axes as labels.
std::string runs_csv(Database& database, const Result& result);
// Objects with the same keys. Axes as numbers where they are such.
std::string runs_json(Database& database, const Result& result);

inline constexpr OutputFormat export_format = {
    "export", 1, "Every run of a sweep's store: `xsksim export --json`."};
schema::Properties export_schema();

}  // namespace xsksim
