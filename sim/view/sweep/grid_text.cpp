// SPDX-License-Identifier: GPL-2.0-only
#include "sim/view/sweep/grid_text.hpp"

#include <algorithm>

#include "sim/view/sweep/words.hpp"

namespace xsksim {
namespace {

constexpr std::size_t gap = 2;

std::vector<std::size_t> widths_of(const TextGrid& grid) {
    std::vector<std::size_t> widths;
    for (const auto& row : grid.rows) {
        widths.resize(std::max(widths.size(), row.size()));
        for (std::size_t c = 0; c < row.size(); ++c)
            widths[c] = std::max(widths[c], width_of(row[c].text));
    }
    return widths;
}

// The last column of a block that begins with `first`, and one more.
std::size_t end_of_block(const std::vector<std::size_t>& widths, std::size_t headings,
                         std::size_t first, std::size_t width) {
    std::size_t used = 0;
    for (std::size_t c = 0; c < headings; ++c) used += widths[c] + gap;
    std::size_t end = first;
    while (end < widths.size()) {
        used += widths[end] + gap;
        if (width > 0 && used > width && end > first) break;
        ++end;
    }
    return end;
}

void add_cell(std::string& line, const TextCell& cell, std::size_t width, bool right, bool colour) {
    const std::size_t taken = width_of(cell.text);
    const std::string space(width > taken ? width - taken : 0, ' ');
    line += right ? space + painted(cell, colour) : painted(cell, colour) + space;
    line += std::string(gap, ' ');
}

}  // namespace

std::string painted(const TextCell& cell, bool colour) {
    static constexpr const char* codes[] = {"", "32", "31", "33", "2", "1"};
    const std::string code = codes[static_cast<int>(cell.paint)];
    if (!colour || code.empty() || cell.text.empty()) return cell.text;
    return "\x1b[" + code + "m" + cell.text + "\x1b[0m";
}

std::string text_of(const TextGrid& grid, std::size_t width, bool colour) {
    const std::vector<std::size_t> widths = widths_of(grid);
    std::string text;
    for (std::size_t first = grid.heading_columns; first < widths.size();) {
        const std::size_t end = end_of_block(widths, grid.heading_columns, first, width);
        if (!text.empty()) text += '\n';
        if (!grid.columns_title.empty()) {
            std::size_t indent = 2;
            for (std::size_t c = 0; c < grid.heading_columns; ++c) indent += widths[c] + gap;
            text += std::string(indent, ' ') +
                    painted({grid.columns_title, TextCell::Paint::bold}, colour) + '\n';
        }
        for (std::size_t r = 0; r < grid.rows.size(); ++r) {
            std::string line = "  ";
            for (std::size_t c = 0; c < std::min(end, grid.rows[r].size()); ++c) {
                if (c >= grid.heading_columns && c < first) continue;
                add_cell(line, grid.rows[r][c], widths[c],
                         grid.is_right_aligned || c < grid.heading_columns, colour);
            }
            line.erase(line.find_last_not_of(' ') + 1);
            text += line + '\n';
        }
        first = end;
    }
    return text;
}

}  // namespace xsksim
