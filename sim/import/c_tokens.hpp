// SPDX-License-Identifier: GPL-2.0-only
// The words of C text, without comments and white space: what two wordings of the same code have in
// common. Operators are single characters here; nothing is preprocessed.
#pragma once

#include <string>
#include <vector>

#include "sim/import/source_text.hpp"

namespace xsksim {

struct CToken {
    std::string text;
    std::size_t line = 0;   // index into the lines
    std::size_t begin = 0;  // columns
    std::size_t end = 0;
    bool in_directive = false;

    bool is_word() const;  // identifier, keyword, number, string
    TextPosition from() const { return {line, begin}; }
    TextPosition to() const { return {line, end}; }
};

enum class CommentState { outside, inside };

// `start`: whether the text begins inside a comment.
std::vector<CToken> c_tokens(const std::vector<SourceLine>& lines,
                             CommentState start = CommentState::outside);

// Words that say where a function may be seen from, not what it does.
bool is_linkage_word(const std::string& word);

}  // namespace xsksim
