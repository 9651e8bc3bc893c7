// SPDX-License-Identifier: GPL-2.0-only
// What a table's cell says.
#pragma once

#include <string>

#include "sim/view/sweep/cell.hpp"
#include "sim/view/sweep/selection.hpp"
#include "sim/view/text/text_table.hpp"

namespace xsksim {

TextCell shown_cell(const Result& result, const Cell& cell, const Shown& shown);
std::string csv_cell(const Result& result, const Cell& cell, const Shown& shown);

}  // namespace xsksim
