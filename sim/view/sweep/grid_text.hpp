// SPDX-License-Identifier: GPL-2.0-only
// Columns of text under one another.
#pragma once

#include <string>
#include <vector>

namespace xsksim {

struct TextCell {
    enum class Paint { none, green, red, yellow, dim, bold };

    std::string text;
    Paint paint = Paint::none;
};

struct TextGrid {
    std::vector<std::vector<TextCell>> rows;  // the first: headings
    std::string columns_title;                // above the headings
    std::size_t heading_columns = 0;          // repeated where the grid is broken
    bool is_right_aligned = false;            // the heading columns always are
};

// Columns that do not fit into `width` follow below, with the headings again. 0: no limit.
std::string text_of(const TextGrid& grid, std::size_t width, bool colour);
std::string painted(const TextCell& cell, bool colour);

}  // namespace xsksim
