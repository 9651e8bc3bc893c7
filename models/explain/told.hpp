// SPDX-License-Identifier: GPL-2.0-only
// Words of an explanation with the codes that stand for them: what is told by a code first, each
// further cause by one of its own. Without a code nothing can be told, only gone on with.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "models/codes.hpp"
#include "sim/core/check.hpp"

namespace xsksim {

struct Told {
    Told() = default;  // nothing
    Told(Code code, std::string words) : codes{code}, text(std::move(words)) {}

    bool is_nothing() const { return codes.empty(); }
    Told& operator+=(std::string_view words) {
        XSKSIM_CHECK(!is_nothing() || words.empty(), "words without a code");
        text += words;
        return *this;
    }
    Told& operator+=(const Told& more) {
        codes.insert(codes.end(), more.codes.begin(), more.codes.end());
        text += more.text;
        return *this;
    }
    // The words with others around them.
    Told between(std::string_view before, std::string_view after) const {
        Told all = *this;
        if (is_nothing()) return all;
        all.text = std::string(before) + text + std::string(after);
        return all;
    }

    std::vector<Code> codes;
    std::string text;
};

template <class More>
Told operator+(Told told, const More& more) {
    return told += more;
}

}  // namespace xsksim
