// SPDX-License-Identifier: GPL-2.0-only
// A sweep's result as text: rows and columns, a table for each combination of further axes. Points
// that fill little of such a table, and searches, are listed, one a line.
#pragma once

#include <optional>
#include <string>

#include "sim/view/sweep/pivot.hpp"

namespace xsksim {

struct TableStyle {
    bool colour = false;
    std::size_t width = 0;  // of the terminal; 0: as wide as it gets
    std::string program = "xsksim";
};

struct TableRequest {
    std::optional<std::size_t> rows, columns;  // axes; the first and second that vary
    Shown shown;
};

std::string table_text(const Result& result, const Selection& selection,
                       const TableRequest& request, const std::vector<double>& figure,
                       const TableStyle& style);
std::string table_csv(const Result& result, const Selection& selection, const TableRequest& request,
                      const std::vector<double>& figure);

}  // namespace xsksim
