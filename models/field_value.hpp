// SPDX-License-Identifier: GPL-2.0-only
// The value that a field of an event is asked for: a number, or a word of its enumeration, the name
// of an error or a context, a text. Which it may be hangs on the field (models/events).
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>

namespace xsksim {

struct FieldValue {
    FieldValue() = default;
    FieldValue(std::int64_t its_number) : number(its_number) {}
    FieldValue(std::string its_word) : word(std::move(its_word)) {}

    std::int64_t number = 0;
    std::string word;  // empty: the number counts
    bool operator==(const FieldValue&) const = default;
};

using FieldValues = std::map<std::string, FieldValue>;  // by the field's name

}  // namespace xsksim
