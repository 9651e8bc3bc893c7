// SPDX-License-Identifier: GPL-2.0-only
// A hunk as the placement sees it: the old lines as words, and the added pieces between them.
// Private to the placement.
#pragma once

#include <string>
#include <vector>

#include "sim/import/patch.hpp"
#include "sim/import/source_text.hpp"

namespace xsksim {

struct OldLine {
    std::vector<std::string> words;  // never empty: blank lines and comments tell nothing
    const HunkLine* line = nullptr;
    int weight = 0;
    bool has_word = false;  // more than punctuation
    bool is_removed() const { return line->kind == HunkLine::Kind::removed; }
};

struct AddedPiece {
    std::size_t before = 0;  // the old line that follows it; old.size() behind the last
    std::vector<SourceLine> lines;
};

struct HunkWords {
    std::vector<OldLine> old;
    std::vector<AddedPiece> added;
};

HunkWords hunk_words(const Hunk& hunk);

}  // namespace xsksim
