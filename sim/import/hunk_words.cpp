// SPDX-License-Identifier: GPL-2.0-only
#include "sim/import/hunk_words.hpp"

#include "sim/import/c_tokens.hpp"

namespace xsksim {

namespace {

constexpr int weight_of_word = 8;
constexpr int weight_of_punctuation = 1;

bool is_old(const HunkLine& line) {
    return line.kind == HunkLine::Kind::context || line.kind == HunkLine::Kind::removed;
}

// A hunk may begin in the middle of a comment: then one is closed before any is opened.
CommentState comment_state_at_start(const std::vector<SourceLine>& lines) {
    for (const SourceLine& line : lines) {
        const auto close = line.text.find("*/");
        const auto open = line.text.find("/*");
        if (close != std::string::npos && (open == std::string::npos || close < open))
            return CommentState::inside;
        if (open != std::string::npos) return CommentState::outside;
    }
    return CommentState::outside;
}

std::vector<OldLine> old_lines(const Hunk& hunk) {
    std::vector<const HunkLine*> sources;
    std::vector<SourceLine> texts;
    for (const HunkLine& line : hunk.lines) {
        if (!is_old(line)) continue;
        sources.push_back(&line);
        texts.push_back({line.text, {}, true});
    }
    std::vector<OldLine> lines;
    std::size_t last = sources.size();
    for (const CToken& token : c_tokens(texts, comment_state_at_start(texts))) {
        if (is_linkage_word(token.text)) continue;
        if (token.line != last) lines.push_back({{}, sources[token.line], 0, false});
        last = token.line;
        OldLine& line = lines.back();
        line.words.push_back(token.text);
        line.weight += token.is_word() ? weight_of_word : weight_of_punctuation;
        line.has_word |= token.is_word();
    }
    return lines;
}

// A piece ends with the next old line; the reviewer's words inside it stay as blank lines.
class PieceCollector {
public:
    PieceCollector(const Hunk& hunk, const std::vector<OldLine>& old) : hunk_(hunk), old_(old) {}

    std::vector<AddedPiece> run() {
        for (const HunkLine& line : hunk_.lines) {
            if (line.kind == HunkLine::Kind::added) {
                add(line);
            } else if (line.kind == HunkLine::Kind::reviewer) {
                if (open_) pending_.push_back(source_line(line));
            } else {
                close();
                if (next_ < old_.size() && old_[next_].line == &line) ++next_;
            }
        }
        return std::move(pieces_);
    }

private:
    SourceLine source_line(const HunkLine& line) const {
        return {line.text, {hunk_.at.file, line.line}, true};
    }
    void close() {
        open_ = false;
        pending_.clear();
    }
    void add(const HunkLine& line) {
        if (!open_) pieces_.push_back({next_, {}});
        open_ = true;
        auto& lines = pieces_.back().lines;
        lines.insert(lines.end(), pending_.begin(), pending_.end());
        pending_.clear();
        lines.push_back(source_line(line));
    }

    const Hunk& hunk_;
    const std::vector<OldLine>& old_;
    std::size_t next_ = 0;
    bool open_ = false;
    std::vector<SourceLine> pending_;
    std::vector<AddedPiece> pieces_;
};

// Pieces that only blank lines or comments part have the same place: one after the other.
std::vector<AddedPiece> merged(std::vector<AddedPiece> pieces) {
    std::vector<AddedPiece> result;
    for (AddedPiece& piece : pieces) {
        if (!result.empty() && result.back().before == piece.before) {
            auto& lines = result.back().lines;
            lines.insert(lines.end(), piece.lines.begin(), piece.lines.end());
        } else {
            result.push_back(std::move(piece));
        }
    }
    return result;
}

}  // namespace

HunkWords hunk_words(const Hunk& hunk) {
    HunkWords words;
    words.old = old_lines(hunk);
    words.added = merged(PieceCollector(hunk, words.old).run());
    return words;
}

}  // namespace xsksim
