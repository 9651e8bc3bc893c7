// SPDX-License-Identifier: GPL-2.0-only
// An enumeration and the words of its values, which are written once: the names in C++ are the
// words of traces, scenarios and reports.
//   XSKSIM_WORDS(Phase, begins, ended);  word_of(Phase::ended) == "ended"
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace xsksim {

// The words of an enumeration, by value; specialised by XSKSIM_WORDS.
template <class Enumeration>
struct WordTable;

namespace words_detail {

// "a, b, c" -> {"a", "b", "c"}
template <std::size_t count>
constexpr std::array<std::string_view, count> split(std::string_view list) {
    std::array<std::string_view, count> words;
    for (std::string_view& word : words) {
        const std::size_t comma = std::min(list.find(','), list.size());
        word = list.substr(0, comma);
        list.remove_prefix(std::min(comma + 2, list.size()));
    }
    return words;
}

constexpr std::size_t count(std::string_view list) {
    return 1 + static_cast<std::size_t>(std::count(list.begin(), list.end(), ','));
}

}  // namespace words_detail

// Of an enumeration that is declared elsewhere; its values count from 0.
#define XSKSIM_WORDS_OF(Enumeration, ...)                                         \
    template <>                                                                   \
    struct WordTable<Enumeration> {                                               \
        static constexpr auto words =                                             \
            words_detail::split<words_detail::count(#__VA_ARGS__)>(#__VA_ARGS__); \
    }
#define XSKSIM_WORDS(Enumeration, ...)                      \
    enum class Enumeration : std::uint32_t { __VA_ARGS__ }; \
    XSKSIM_WORDS_OF(Enumeration, __VA_ARGS__)

template <class Enumeration>
constexpr std::string_view word_of(Enumeration value) {
    const auto index = static_cast<std::size_t>(value);
    return index < WordTable<Enumeration>::words.size() ? WordTable<Enumeration>::words[index]
                                                        : "?";
}

// The value of a word; nothing for any other text.
template <class Enumeration>
constexpr std::optional<Enumeration> from_word(std::string_view word) {
    constexpr auto& words = WordTable<Enumeration>::words;
    const auto found = std::find(words.begin(), words.end(), word);
    if (found == words.end()) return std::nullopt;
    return static_cast<Enumeration>(found - words.begin());
}

// Every word, in the order of the values.
template <class Enumeration>
std::vector<std::string> words_of() {
    return {WordTable<Enumeration>::words.begin(), WordTable<Enumeration>::words.end()};
}

}  // namespace xsksim
