// SPDX-License-Identifier: GPL-2.0-only
#include "sim/import/placement.hpp"

#include <algorithm>
#include <limits>
#include <optional>
#include <set>

#include "sim/import/hunk_words.hpp"

namespace xsksim {

namespace {

constexpr int unreachable = std::numeric_limits<int>::min() / 4;
constexpr std::size_t gap_words_max = 120;  // what lies further apart is no one place
constexpr std::size_t chains_max = 64;

// One old line of the hunk, found in the text at [first, last) of its words.
struct Match {
    std::size_t old = 0;
    std::size_t first = 0;
    std::size_t last = 0;
    int weight = 0;
    int best_before = unreachable;  // score of the best chain that ends here, this match included
    int best_after = unreachable;   // and of the best that begins here
    int total() const { return best_before + best_after - weight; }
};

using Chain = std::vector<const Match*>;

int gap_cost(std::size_t words) { return words == 0 ? 0 : 2 + static_cast<int>(words) / 4; }

class ChainSearch {
public:
    ChainSearch(const HunkWords& hunk, const HunkTarget& target) : hunk_(hunk), target_(target) {
        find_matches();
        score_forward();
        score_backward();
    }

    int best() const {
        int best = unreachable;
        for (const Match& match : matches_) best = std::max(best, match.total());
        return best;
    }

    std::vector<Chain> best_chains() const {
        std::vector<Chain> chains;
        const int best_total = best();
        if (best_total <= 0) return chains;
        for (const Match& match : matches_)
            if (may_begin(match) && match.total() == best_total &&
                match.best_before == match.weight) {
                Chain chain{&match};
                extend(chain, chains);
            }
        return chains;
    }

private:
    void find_matches() {
        const std::size_t count = target_.words().size();
        for (std::size_t i = 0; i < hunk_.old.size(); ++i) {
            const OldLine& old = hunk_.old[i];
            for (std::size_t at = 0; at + old.words.size() <= count; ++at)
                if (matches_at(old, at))
                    matches_.push_back({i, at, at + old.words.size(), old.weight});
        }
    }

    bool matches_at(const OldLine& old, std::size_t at) const {
        for (std::size_t i = 0; i < old.words.size(); ++i)
            if (target_.word(at + i) != old.words[i]) return false;
        return true;
    }

    bool removed_between(std::size_t first, std::size_t last) const {
        for (std::size_t i = first; i < last; ++i)
            if (hunk_.old[i].is_removed()) return true;
        return false;
    }
    bool may_begin(const Match& match) const { return !removed_between(0, match.old); }
    bool may_end(const Match& match) const {
        return !removed_between(match.old + 1, hunk_.old.size());
    }
    // The score of going from one match to the next, or nothing if they cannot follow each other.
    std::optional<int> step(const Match& from, const Match& to) const {
        if (to.old <= from.old || to.first < from.last || to.first - from.last > gap_words_max)
            return std::nullopt;
        if (removed_between(from.old + 1, to.old)) return std::nullopt;
        // Own words of the text between two lines that go together: what becomes of them?
        const bool both_go = hunk_.old[from.old].is_removed() && hunk_.old[to.old].is_removed();
        if (both_go && to.old == from.old + 1 && to.first != from.last) return std::nullopt;
        return -gap_cost(to.first - from.last);
    }

    // matches_ are in the order of old lines, so predecessors come first.
    void score_forward() {
        for (std::size_t i = 0; i < matches_.size(); ++i) {
            Match& match = matches_[i];
            if (may_begin(match)) match.best_before = match.weight;
            for (std::size_t j = 0; j < i; ++j)
                if (const auto cost = step(matches_[j], match))
                    match.best_before =
                        std::max(match.best_before, matches_[j].best_before + *cost + match.weight);
        }
    }
    void score_backward() {
        for (std::size_t i = matches_.size(); i-- > 0;) {
            Match& match = matches_[i];
            if (may_end(match)) match.best_after = match.weight;
            for (std::size_t j = i + 1; j < matches_.size(); ++j)
                if (const auto cost = step(match, matches_[j]))
                    match.best_after =
                        std::max(match.best_after, matches_[j].best_after + *cost + match.weight);
        }
    }

    void extend(Chain& chain, std::vector<Chain>& chains) const {
        if (chains.size() >= chains_max) return;
        const Match& last = *chain.back();
        if (may_end(last) && last.best_after == last.weight) chains.push_back(chain);
        for (const Match& next : matches_) {
            const auto cost = step(last, next);
            if (!cost || last.best_after != next.best_after + *cost + last.weight) continue;
            chain.push_back(&next);
            extend(chain, chains);
            chain.pop_back();
        }
    }

    const HunkWords& hunk_;
    const HunkTarget& target_;
    std::vector<Match> matches_;
};

// Turns a chain into edits, if each added piece is held in place by its neighbours.
class ChainEdits {
public:
    ChainEdits(const HunkWords& hunk, const HunkTarget& target, const Chain& chain)
        : hunk_(hunk), target_(target), match_(hunk.old.size(), nullptr) {
        for (const Match* match : chain) match_[match->old] = match;
    }

    std::optional<std::vector<TextEdit>> edits() {
        collect_removals();
        for (const AddedPiece& piece : hunk_.added)
            if (!add(piece)) return std::nullopt;
        return std::move(edits_);
    }

private:
    void collect_removals() {
        for (std::size_t i = 0; i < hunk_.old.size(); ++i)
            if (hunk_.old[i].is_removed())
                edits_.push_back({target_.before(match_[i]->first), end_of(*match_[i]), {}});
    }
    TextPosition end_of(const Match& match) const { return target_.after(match.last - 1); }

    // All old lines from `piece` back (or on) to the first with a word match without a gap.
    bool held_from_before(const AddedPiece& piece) const {
        std::size_t next_first = 0;
        for (std::size_t i = piece.before; i-- > 0;) {
            if (match_[i] == nullptr) return false;
            if (i + 1 < piece.before && match_[i]->last != next_first) return false;
            if (hunk_.old[i].has_word) return true;
            next_first = match_[i]->first;
        }
        return false;
    }
    bool held_from_behind(const AddedPiece& piece) const {
        std::size_t last_end = 0;
        for (std::size_t i = piece.before; i < hunk_.old.size(); ++i) {
            if (match_[i] == nullptr) return false;
            if (i > piece.before && match_[i]->first != last_end) return false;
            if (hunk_.old[i].has_word) return true;
            last_end = match_[i]->last;
        }
        return false;
    }

    bool add(const AddedPiece& piece) {
        const bool before = held_from_before(piece), behind = held_from_behind(piece);
        if (!before && !behind) return false;
        if (before && behind) {
            const std::size_t end = match_[piece.before - 1]->last;
            const std::size_t begin = match_[piece.before]->first;
            // Own words of the text lie in between: inside a function their order matters.
            const CItem* item = target_.item_at(begin);
            if (end != begin && item != nullptr && item == target_.item_at(end - 1) &&
                item->kind == CItem::Kind::function)
                return false;
        }
        const TextPosition at = before ? target_.after(match_[piece.before - 1]->last - 1)
                                       : target_.before(match_[piece.before]->first);
        edits_.push_back({at, at, piece.lines});
        return true;
    }

    const HunkWords& hunk_;
    const HunkTarget& target_;
    std::vector<const Match*> match_;
    std::vector<TextEdit> edits_;
};

bool same_edits(const std::vector<TextEdit>& a, const std::vector<TextEdit>& b) {
    return std::equal(
        a.begin(), a.end(), b.begin(), b.end(),
        [](const TextEdit& x, const TextEdit& y) { return x.begin == y.begin && x.end == y.end; });
}

Placement placement_of(const HunkWords& hunk, const HunkTarget& target, const Chain& chain,
                       std::vector<TextEdit> edits, int score) {
    Placement placement;
    placement.edits = std::move(edits);
    placement.score = score;
    placement.first_word = chain.front()->first;
    std::set<std::size_t> matched;
    for (const Match* match : chain) matched.insert(match->old);
    for (std::size_t i = 0; i < hunk.old.size(); ++i)
        if (matched.count(i) == 0) placement.skipped.push_back(hunk.old[i].line->text);
    // The place is told by the old line just before the first change.
    std::size_t word = placement.first_word;
    const std::size_t change = hunk.added.empty() ? hunk.old.size() : hunk.added.front().before;
    for (const Match* match : chain)
        if (match->old < change || hunk.old[match->old].is_removed()) word = match->first;
    placement.where = target.describe(word);
    return placement;
}

std::size_t times_in(const OldLine& old, const HunkTarget& target) {
    std::size_t times = 0;
    for (std::size_t at = 0; at + old.words.size() <= target.words().size(); ++at) {
        std::size_t i = 0;
        while (i < old.words.size() && target.word(at + i) == old.words[i]) ++i;
        times += i == old.words.size() ? 1 : 0;
    }
    return times;
}

// A context line may be worded differently at the hunk's place. One that stands elsewhere in the
// same text, word for word and once, says that the hunk's place is there.
bool belongs_elsewhere(const HunkWords& hunk, const HunkTarget& target, const Chain& chain) {
    constexpr std::size_t telling_words = 5;  // "return err;" tells nothing
    std::set<std::size_t> matched;
    for (const Match* match : chain) matched.insert(match->old);
    for (std::size_t i = 0; i < hunk.old.size(); ++i)
        if (!matched.contains(i) && hunk.old[i].words.size() >= telling_words &&
            times_in(hunk.old[i], target) == 1)
            return true;
    return false;
}

}  // namespace

HunkTarget::HunkTarget(const SourceText& text)
    : text_(text), tokens_(c_tokens(text.lines())), items_(c_items(tokens_)) {
    for (std::size_t i = 0; i < tokens_.size(); ++i)
        if (!is_linkage_word(tokens_[i].text)) words_.push_back(i);
}

const CItem* HunkTarget::item_at(std::size_t word) const {
    const std::size_t token = words_[word];
    for (const CItem& item : items_)
        if (token >= item.first && token < item.last) return &item;
    return nullptr;
}

TextPosition HunkTarget::after(std::size_t word) const {
    const CToken& token = tokens_[words_[word]];
    const bool ends_line =
        words_[word] + 1 == tokens_.size() || tokens_[words_[word] + 1].line != token.line;
    const std::string& rest = text_.lines()[token.line].text;
    const auto comment = rest.find("/*", token.end);
    const bool opens_comment =
        comment != std::string::npos && rest.find("*/", comment) == std::string::npos;
    if (ends_line && !opens_comment) return {token.line + 1, 0};
    return token.to();
}

TextPosition HunkTarget::before(std::size_t word) const {
    std::size_t index = words_[word];
    while (index > 0 && is_linkage_word(tokens_[index - 1].text)) --index;
    const CToken& token = tokens_[index];
    const bool starts_line = index == 0 || tokens_[index - 1].line != token.line;
    const std::string head = text_.lines()[token.line].text.substr(0, token.begin);
    if (starts_line && head.find_first_not_of(" \t") == std::string::npos) return {token.line, 0};
    return token.from();
}

std::string HunkTarget::describe(std::size_t word) const {
    const Origin& origin = text_.lines()[tokens_[words_[word]].line].origin;
    const CItem* item = item_at(word);
    const bool named = item != nullptr && !item->name().empty();
    return origin.text() + (named ? ", in " + item->name() : "");
}

std::vector<Placement> placements(const Hunk& hunk, const HunkTarget& target) {
    const HunkWords words = hunk_words(hunk);
    const ChainSearch search(words, target);
    std::vector<Placement> found;
    for (const Chain& chain : search.best_chains()) {
        auto edits = ChainEdits(words, target, chain).edits();
        if (!edits || belongs_elsewhere(words, target, chain)) continue;
        const bool known = std::any_of(found.begin(), found.end(), [&](const Placement& other) {
            return same_edits(other.edits, *edits);
        });
        if (!known)
            found.push_back(placement_of(words, target, chain, std::move(*edits), search.best()));
    }
    return found;
}

const HunkLine* first_line_not_found(const Hunk& hunk,
                                     const std::vector<const HunkTarget*>& targets) {
    const HunkWords words = hunk_words(hunk);
    for (const bool removed : {true, false})
        for (const OldLine& old : words.old)
            if (old.is_removed() == removed &&
                std::none_of(targets.begin(), targets.end(),
                             [&](const HunkTarget* target) { return times_in(old, *target) != 0; }))
                return old.line;
    return nullptr;
}

}  // namespace xsksim
