// SPDX-License-Identifier: GPL-2.0-only
// What `xsksim driver build` says: what was taken from where, or what is wrong with it.
#pragma once

#include <string>

#include "sim/import/build_driver.hpp"
#include "sim/view/json/document.hpp"

namespace xsksim::cli {

std::string build_text(const BuildReport& report);
std::string warnings_text(const BuildReport& report);
std::string build_json(const BuildReport& report);
std::string failed_build_json(const ImportError& error);

inline constexpr OutputFormat build_format = {
    "driver-build", 1, "A driver made of a text, or why not: `xsksim driver build --json`."};
schema::Properties build_schema();

}  // namespace xsksim::cli
