// SPDX-License-Identifier: GPL-2.0-only
// Text in columns, as every command prints it. Each column is as wide as its widest cell; a cell of
// several lines, or one that its column wraps, makes its row as high.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace xsksim {

struct TextCell {
    enum class Paint { none, green, red, yellow, dim, bold };

    TextCell() = default;
    TextCell(std::string content, Paint its_paint = Paint::none)
        : text(std::move(content)), paint(its_paint) {}
    TextCell(const char* content) : text(content) {}

    std::string text;
    Paint paint = Paint::none;
};
std::string painted(const TextCell& cell, bool colour);

struct TextColumn {
    enum class Align { left, right };

    Align align = Align::left;
    std::size_t width_min = 0;
    std::size_t wrap_at = 0;  // words beyond that width go to a further line; 0: none does
    std::size_t gap = 2;      // between it and the column before it
};

class TextTable {
public:
    using Row = std::vector<TextCell>;

    explicit TextTable(std::vector<TextColumn> columns, std::size_t indent = 0)
        : columns_(std::move(columns)), indent_(indent) {}
    // That many columns, all plain.
    explicit TextTable(std::size_t columns, std::size_t indent = 0)
        : TextTable(std::vector<TextColumn>(columns), indent) {}

    // At most a cell a column; those that are left out at the end are empty.
    void add(Row row);
    // A line that no column's width counts for: from the margin, or from where `column` begins.
    void add_line(TextCell line, std::optional<std::size_t> column = {});

    // Where `width` is given, columns that do not fit into it follow below, in blocks that repeat
    // the first `repeated` columns; 0: no limit.
    struct Fit {
        std::size_t width = 0;
        std::size_t repeated = 0;
    };
    std::string text(bool colour = false) const { return text(colour, Fit{}); }
    std::string text(bool colour, Fit fit) const;

private:
    struct Line {
        TextCell text;
        std::optional<std::size_t> column;
    };
    // Either cells, by column and line, or one line.
    struct Entry {
        std::vector<std::vector<TextCell>> cells;
        std::optional<Line> line;
        std::size_t height() const;
    };
    struct Block {  // columns [0, repeated) and [first, end)
        std::size_t repeated, first, end;
        bool has(std::size_t column) const {
            return column < repeated || (column >= first && column < end);
        }
    };

    std::vector<std::size_t> widths() const;
    std::vector<Block> blocks(const std::vector<std::size_t>& widths, Fit fit) const;
    std::string line_text(const Line& line, const std::vector<std::size_t>& widths,
                          bool colour) const;
    std::string row_text(const Entry& entry, std::size_t line, const Block& block,
                         const std::vector<std::size_t>& widths, bool colour) const;

    std::vector<TextColumn> columns_;
    std::size_t indent_;
    std::vector<Entry> entries_;
};

}  // namespace xsksim
