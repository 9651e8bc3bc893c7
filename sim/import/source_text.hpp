// SPDX-License-Identifier: GPL-2.0-only
// C text put together from several files, each line of which knows where it comes from.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/import/problem.hpp"

namespace xsksim {

struct SourceLine {
    std::string text;
    Origin origin;
    bool from_user = false;
};

// A place between two characters of a text.
struct TextPosition {
    std::size_t line = 0;  // index, from 0
    std::size_t column = 0;
    auto operator<=>(const TextPosition&) const = default;
};

// Takes out [begin, end) and puts whole lines in its place.
struct TextEdit {
    TextPosition begin;
    TextPosition end;
    std::vector<SourceLine> lines;
};

class SourceText {
public:
    SourceText() = default;
    explicit SourceText(std::vector<SourceLine> lines) : lines_(std::move(lines)) {}
    static SourceText from(std::string_view text, const std::string& file, bool from_user);

    const std::vector<SourceLine>& lines() const { return lines_; }
    // The edits must not overlap. Lines that an edit cuts in two keep their origin on both sides.
    void apply(std::vector<TextEdit> edits);
    // For the compiler: with #line wherever the origin does not simply go on.
    std::string with_line_directives() const;

private:
    std::vector<SourceLine> lines_;
};

}  // namespace xsksim
