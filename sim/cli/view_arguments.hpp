// SPDX-License-Identifier: GPL-2.0-only
// What `table`, `plot` and `export` share: the store, what is shown of it, and where it goes.
#pragma once

#include <string>
#include <vector>

#include "sim/cli/command_line.hpp"
#include "sim/view/sweep/selection.hpp"

namespace xsksim::cli {

struct ViewArguments {
    std::string store, show = "verdict";
    std::vector<std::string> where;
};

void add_store_argument(Command& command, std::string& store);
void add_view_options(Command& command, ViewArguments& arguments);

// By run; empty for verdicts.
std::vector<double> figure_of(Database& database, const Result& result, const Shown& shown);

// To the file, or to stdout where it is "". Throws std::runtime_error if it cannot be written.
void write_text(const std::string& file, std::string_view text);

}  // namespace xsksim::cli
