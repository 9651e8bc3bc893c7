// SPDX-License-Identifier: GPL-2.0-only
// What `xsksim driver build --tree` says: what was taken, what is below it, what is missing there.
#pragma once

#include <string>
#include <vector>

#include "sim/import/build_tree_driver.hpp"
#include "sim/view/json/schema.hpp"

namespace xsksim::cli {

// Indented, in lines of at most 80 columns.
std::string names_in_lines(const std::vector<std::string>& names);

std::string tree_build_text(const TreeBuildReport& report);
std::string tree_build_json(const TreeBuildReport& report);
// Of the document that build_report.hpp describes: what only a tree's has.
schema::Properties tree_build_schema();

}  // namespace xsksim::cli
