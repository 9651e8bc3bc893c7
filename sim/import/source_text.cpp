// SPDX-License-Identifier: GPL-2.0-only
#include "sim/import/source_text.hpp"

#include <algorithm>

namespace xsksim {

namespace {

bool is_blank(std::string_view text) {
    return text.find_first_not_of(" \t\f\v") == std::string_view::npos;
}

std::string quoted(const std::string& file) {
    std::string text = "\"";
    for (const char c : file) {
        if (c == '"' || c == '\\') text += '\\';
        text += c;
    }
    return text + "\"";
}

// What stands before or after a cut is a line of its own, unless nothing does.
void push_part(std::vector<SourceLine>& lines, const SourceLine& whole, std::string part) {
    if (!is_blank(part)) lines.push_back({std::move(part), whole.origin, whole.from_user});
}

}  // namespace

SourceText SourceText::from(std::string_view text, const std::string& file, bool from_user) {
    SourceText result;
    int number = 0;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        if (line.ends_with('\r')) line.remove_suffix(1);
        result.lines_.push_back({std::string(line), {file, ++number}, from_user});
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return result;
}

void SourceText::apply(std::vector<TextEdit> edits) {
    std::stable_sort(edits.begin(), edits.end(),
                     [](const TextEdit& a, const TextEdit& b) { return a.begin < b.begin; });
    std::vector<SourceLine> result;
    TextPosition at;
    for (const TextEdit& edit : edits) {
        for (; at.line < edit.begin.line; ++at.line, at.column = 0) {
            const SourceLine& line = lines_[at.line];
            if (at.column == 0)
                result.push_back(line);
            else
                push_part(result, line, line.text.substr(at.column));
        }
        if (at.line < lines_.size() && edit.begin.column > at.column) {
            const SourceLine& line = lines_[at.line];
            push_part(result, line,
                      std::string(at.column, ' ') +
                          line.text.substr(at.column, edit.begin.column - at.column));
        }
        result.insert(result.end(), edit.lines.begin(), edit.lines.end());
        at = edit.end;
    }
    for (; at.line < lines_.size(); ++at.line, at.column = 0) {
        const SourceLine& line = lines_[at.line];
        if (at.column == 0)
            result.push_back(line);
        else
            push_part(result, line, std::string(at.column, ' ') + line.text.substr(at.column));
    }
    lines_ = std::move(result);
}

std::string SourceText::with_line_directives() const {
    std::string text;
    Origin expected;
    bool continued = false;  // a directive would end up inside a macro
    for (const SourceLine& line : lines_) {
        if (line.origin != expected && !continued)
            text +=
                "#line " + std::to_string(line.origin.line) + " " + quoted(line.origin.file) + "\n";
        text += line.text + "\n";
        continued = line.text.ends_with('\\');
        expected = {line.origin.file, line.origin.line + 1};
    }
    return text;
}

}  // namespace xsksim
