// SPDX-License-Identifier: GPL-2.0-only
#include "sim/import/c_tokens.hpp"

#include <algorithm>
#include <cctype>

namespace xsksim {

namespace {

bool is_word_character(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '$';
}

class Tokenizer {
public:
    Tokenizer(const std::vector<SourceLine>& lines, CommentState start)
        : lines_(lines), in_comment_(start == CommentState::inside) {}

    std::vector<CToken> run() {
        for (line_ = 0; line_ < lines_.size(); ++line_) read_line(lines_[line_].text);
        return std::move(tokens_);
    }

private:
    void read_line(const std::string& text) {
        column_ = 0;
        bool first = !in_comment_;
        if (!continued_) in_directive_ = false;
        continued_ = text.ends_with('\\');
        while (column_ < text.size()) {
            if (in_comment_) {
                skip_comment(text);
            } else if (text.compare(column_, 2, "/*") == 0) {
                in_comment_ = true;
                column_ += 2;
            } else if (text.compare(column_, 2, "//") == 0) {
                return;
            } else if (std::isspace(static_cast<unsigned char>(text[column_])) != 0 ||
                       (continued_ && column_ + 1 == text.size())) {
                ++column_;
            } else {
                if (first && text[column_] == '#') in_directive_ = true;
                first = false;
                read_token(text);
            }
        }
    }

    void skip_comment(const std::string& text) {
        const auto end = text.find("*/", column_);
        in_comment_ = end == std::string::npos;
        column_ = in_comment_ ? text.size() : end + 2;
    }

    void read_token(const std::string& text) {
        const std::size_t begin = column_;
        if (is_word_character(text[column_])) {
            while (column_ < text.size() && is_word_character(text[column_])) ++column_;
        } else if (text[column_] == '"' || text[column_] == '\'') {
            read_literal(text);
        } else {
            ++column_;
        }
        tokens_.push_back(
            {text.substr(begin, column_ - begin), line_, begin, column_, in_directive_});
    }

    void read_literal(const std::string& text) {
        const char mark = text[column_++];
        while (column_ < text.size() && text[column_] != mark)
            column_ += text[column_] == '\\' ? 2 : 1;
        column_ = std::min(column_ + 1, text.size());
    }

    const std::vector<SourceLine>& lines_;
    bool in_comment_;
    bool in_directive_ = false;
    bool continued_ = false;
    std::size_t line_ = 0;
    std::size_t column_ = 0;
    std::vector<CToken> tokens_;
};

}  // namespace

bool CToken::is_word() const {
    return is_word_character(text.front()) || text.front() == '"' || text.front() == '\'';
}

std::vector<CToken> c_tokens(const std::vector<SourceLine>& lines, CommentState start) {
    return Tokenizer(lines, start).run();
}

bool is_linkage_word(const std::string& word) {
    return word == "static" || word == "inline" || word == "__inline" || word == "__weak" ||
           word == "__always_inline" || word == "extern";
}

}  // namespace xsksim
