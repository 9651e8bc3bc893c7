// SPDX-License-Identifier: GPL-2.0-only
// Where a hunk belongs in C text: found by its context and removed lines, word by word; white
// space, comments and linkage words do not count. Every removed line must be there. A context line
// that the text words in its own way is skipped, as long as on one side of each added piece all
// lines up to the first that holds a word stand as the hunk has them, and the place is the only
// one.
#pragma once

#include <string>
#include <vector>

#include "sim/import/c_items.hpp"
#include "sim/import/patch.hpp"
#include "sim/import/source_text.hpp"

namespace xsksim {

// Text in which hunks look for their place, with what the search needs to know of it.
class HunkTarget {
public:
    explicit HunkTarget(const SourceText& text);

    const SourceText& text() const { return text_; }
    const std::vector<CToken>& tokens() const { return tokens_; }
    const std::vector<CItem>& items() const { return items_; }
    // Indices into tokens() of the words that count.
    const std::vector<std::size_t>& words() const { return words_; }
    const std::string& word(std::size_t index) const { return tokens_[words_[index]].text; }
    const CItem* item_at(std::size_t word) const;
    // Where the text would be cut just after or just before a word.
    TextPosition after(std::size_t word) const;
    TextPosition before(std::size_t word) const;
    // "models/drivers/base/virtio_net.c:12, in poll_tx"
    std::string describe(std::size_t word) const;

private:
    const SourceText& text_;
    std::vector<CToken> tokens_;
    std::vector<CItem> items_;
    std::vector<std::size_t> words_;
};

struct Placement {
    std::vector<TextEdit> edits;
    int score = 0;
    std::size_t first_word = 0;  // where the hunk's match begins
    // Old lines of the hunk that the text words in its own way.
    std::vector<std::string> skipped;
    std::string where;  // HunkTarget::describe of the first edit
};

// Every place that fits best, best ones only; empty: it has no place.
std::vector<Placement> placements(const Hunk& hunk, const HunkTarget& target);

// The first of the lines that keep a hunk from having a place, for the message; 0 if none does
// alone.
const HunkLine* first_line_not_found(const Hunk& hunk,
                                     const std::vector<const HunkTarget*>& targets);

}  // namespace xsksim
