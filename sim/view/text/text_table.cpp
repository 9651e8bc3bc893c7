// SPDX-License-Identifier: GPL-2.0-only
#include "sim/view/text/text_table.hpp"

#include <algorithm>

#include "sim/view/text/words.hpp"

namespace xsksim {
namespace {

void add_wrapped(const std::string& text, std::size_t columns, std::vector<std::string>& lines) {
    lines.emplace_back();
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find(' ', at), text.size());
        const std::string word = text.substr(at, end - at);
        std::string& line = lines.back();
        if (line.empty() || width_of(line) + 1 + width_of(word) <= columns)
            line += (line.empty() ? "" : " ") + word;
        else
            lines.push_back(word);
        at = end + 1;
    }
}

std::vector<TextCell> lines_of(const TextCell& cell, std::size_t wrap_at) {
    std::vector<std::string> lines;
    for (std::size_t at = 0; at <= cell.text.size();) {
        const std::size_t end = std::min(cell.text.find('\n', at), cell.text.size());
        const std::string line = cell.text.substr(at, end - at);
        if (wrap_at == 0)
            lines.push_back(line);
        else
            add_wrapped(line, wrap_at, lines);
        at = end + 1;
    }
    std::vector<TextCell> cells;
    for (std::string& line : lines) cells.emplace_back(std::move(line), cell.paint);
    return cells;
}

std::string without_trailing_spaces(std::string line) {
    line.erase(line.find_last_not_of(' ') + 1);
    return line;
}

}  // namespace

std::string painted(const TextCell& cell, bool colour) {
    static constexpr const char* codes[] = {"", "32", "31", "33", "2", "1"};
    const std::string code = codes[static_cast<int>(cell.paint)];
    if (!colour || code.empty() || cell.text.empty()) return cell.text;
    return "\x1b[" + code + "m" + cell.text + "\x1b[0m";
}

std::size_t TextTable::Entry::height() const {
    std::size_t height = 1;
    for (const auto& lines : cells) height = std::max(height, lines.size());
    return height;
}

void TextTable::add(Row row) {
    Entry entry;
    for (std::size_t c = 0; c < std::min(row.size(), columns_.size()); ++c)
        entry.cells.push_back(lines_of(row[c], columns_[c].wrap_at));
    entries_.push_back(std::move(entry));
}

void TextTable::add_line(TextCell line, std::optional<std::size_t> column) {
    entries_.push_back({{}, Line{std::move(line), column}});
}

std::vector<std::size_t> TextTable::widths() const {
    std::vector<std::size_t> widths;
    for (const TextColumn& column : columns_) widths.push_back(column.width_min);
    for (const Entry& entry : entries_)
        for (std::size_t c = 0; c < entry.cells.size(); ++c)
            for (const TextCell& line : entry.cells[c])
                widths[c] = std::max(widths[c], width_of(line.text));
    return widths;
}

std::vector<TextTable::Block> TextTable::blocks(const std::vector<std::size_t>& widths,
                                                Fit fit) const {
    const auto taken = [&](std::size_t column, bool is_first) {
        return widths[column] + (is_first ? 0 : columns_[column].gap);
    };
    std::size_t repeated_width = indent_;
    for (std::size_t c = 0; c < fit.repeated; ++c) repeated_width += taken(c, c == 0);
    std::vector<Block> blocks;
    for (std::size_t first = fit.repeated; first < widths.size();) {
        std::size_t used = repeated_width, end = first;
        for (; end < widths.size(); ++end) {
            used += taken(end, fit.repeated == 0 && end == first);
            if (fit.width > 0 && used > fit.width && end > first) break;
        }
        blocks.push_back({fit.repeated, first, end});
        first = end;
    }
    return blocks;
}

std::string TextTable::line_text(const Line& line, const std::vector<std::size_t>& widths,
                                 bool colour) const {
    if (!line.column) return painted(line.text, colour);
    std::size_t at = indent_;
    for (std::size_t c = 0; c < *line.column; ++c) at += widths[c] + columns_[c + 1].gap;
    return std::string(at, ' ') + painted(line.text, colour);
}

std::string TextTable::row_text(const Entry& entry, std::size_t line, const Block& block,
                                const std::vector<std::size_t>& widths, bool colour) const {
    std::string text(indent_, ' ');
    bool is_first = true;
    for (std::size_t c = 0; c < entry.cells.size(); ++c) {
        if (!block.has(c)) continue;
        const auto& lines = entry.cells[c];
        const TextCell cell = line < lines.size() ? lines[line] : TextCell();
        const std::string space(widths[c] - width_of(cell.text), ' ');
        if (!is_first) text += std::string(columns_[c].gap, ' ');
        is_first = false;
        const bool right = columns_[c].align == TextColumn::Align::right;
        text += right ? space + painted(cell, colour) : painted(cell, colour) + space;
    }
    return without_trailing_spaces(std::move(text));
}

std::string TextTable::text(bool colour, Fit fit) const {
    const std::vector<std::size_t> widths = this->widths();
    std::string text;
    for (const Block& block : blocks(widths, fit)) {
        if (!text.empty()) text += '\n';
        for (const Entry& entry : entries_) {
            if (entry.line) text += line_text(*entry.line, widths, colour) + '\n';
            for (std::size_t line = 0; !entry.line && line < entry.height(); ++line)
                text += row_text(entry, line, block, widths, colour) + '\n';
        }
    }
    return text;
}

}  // namespace xsksim
