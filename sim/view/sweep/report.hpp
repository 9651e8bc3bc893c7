// SPDX-License-Identifier: GPL-2.0-only
// The page with a sweep's result: the template of tools/report-page with data in its place.
#pragma once

#include <string>
#include <string_view>

#include "sim/view/sweep/result.hpp"

namespace xsksim {

// "xsksim-report-1": columns by point. A search's only figure is where it ended.
std::string report_data(Database& database, const Result& result);

inline constexpr std::string_view report_data_marker = "/*XSKSIM-DATA*/";
// Throws std::runtime_error if the page has no such place.
std::string report_page(std::string_view page, const std::string& data);

// What the program was built with; empty where Node.js was missing.
std::string_view built_in_report_page();

}  // namespace xsksim
