// SPDX-License-Identifier: GPL-2.0-only
#include "sim/scenario/nearest.hpp"

#include <algorithm>

#include "sim/scenario/document.hpp"

namespace xsksim {

namespace {

constexpr std::size_t word_bytes_max = 64;
constexpr std::size_t listed_max = 24;

std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> before_last, last(b.size() + 1), row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t replace = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, replace});
            const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            if (swapped) row[j] = std::min(row[j], before_last[j - 2] + 1);
        }
        before_last = last;
        last = row;
    }
    return last[b.size()];
}

bool lacks_only_unit(std::string_view word, std::string_view known) {
    return word.size() >= 2 && known.size() > word.size() && known.substr(0, word.size()) == word &&
           known[word.size()] == '_';
}

}  // namespace

std::string nearest(std::string_view word, const std::vector<std::string>& known) {
    if (word.size() > word_bytes_max) return "";
    std::string best;
    const std::size_t typos = word.size() < 4 ? 1 : std::max<std::size_t>(2, word.size() / 3);
    std::size_t best_distance = typos + 1;
    for (const std::string& candidate : known) {
        const std::size_t distance =
            lacks_only_unit(word, candidate) ? 1 : edit_distance(word, candidate);
        if (distance >= best_distance) continue;
        best_distance = distance;
        best = candidate;
    }
    return best;
}

std::string suggestion(std::string_view word, const std::vector<std::string>& known) {
    const std::string near = nearest(word, known);
    if (!near.empty()) return "did you mean " + json_literal(near) + "?";
    if (known.size() > listed_max) return "";
    std::string text = "known here: ";
    for (const std::string& candidate : known)
        text += (&candidate == &known[0] ? "" : ", ") + candidate;
    return text;
}

}  // namespace xsksim
