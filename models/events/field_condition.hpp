// SPDX-License-Identifier: GPL-2.0-only
// What a field of an event must be, as a scenario says it: a number, or the word that traces have
// for it.
#pragma once

#include <charconv>
#include <optional>
#include <string>

#include "models/events/fields.hpp"
#include "models/field_value.hpp"
#include "sim/core/error_name.hpp"

namespace xsksim {

class FieldCondition {
public:
    FieldCondition(const FieldInfo& field, const FieldValue& value)
        : field_(&field), raw_(static_cast<std::uint64_t>(value.number)) {
        if (value.word.empty()) return;
        if (is_named(field))
            name_ = value.word;
        else
            raw_ = value_of(field, value.word).value_or(UINT64_MAX);
    }

    // `names` has the strings of texts and contexts: text(Text), context(ContextId).
    template <class Names>
    bool holds(const Event& event, const Names& names) const {
        const std::uint64_t value = raw(event, *field_);
        if (name_.empty()) return value == raw_;
        return name_ == (field_->type == FieldType::text
                             ? names.text(Text{value})
                             : names.context(static_cast<ContextId>(value)));
    }

    // Whether some event can have it so.
    static bool can_hold(const FieldInfo& field, const FieldValue& value) {
        if (value.word.empty()) return value.number >= 0;
        return is_named(field) || value_of(field, value.word).has_value();
    }

private:
    // Its strings are the trace's.
    static bool is_named(const FieldInfo& field) {
        return field.type == FieldType::text || field.type == FieldType::context;
    }
    static std::optional<std::uint64_t> value_of(const FieldInfo& field, std::string_view word) {
        if (field.type == FieldType::result) return error_number(word);
        if (field.type == FieldType::address) return address(word);
        for (std::size_t i = 0; i < field.words.size(); ++i)
            if (field.words[i] == word) return i;
        return std::nullopt;
    }
    static std::optional<std::uint64_t> address(std::string_view digits) {
        if (!digits.starts_with("0x") || digits.size() == 2) return std::nullopt;
        std::uint64_t number = 0;
        const char* const last = digits.data() + digits.size();
        const auto [end, error] = std::from_chars(digits.data() + 2, last, number, 16);
        return error == std::errc{} && end == last ? std::optional(number) : std::nullopt;
    }

    const FieldInfo* field_;
    std::uint64_t raw_ = 0;
    std::string name_;
};

// What a condition on such a field may be.
inline std::string wanted_of(const FieldInfo& field) {
    switch (field.type) {
        case FieldType::word:
            return "a word of the field " + std::string(field.name) + ", or its number from 0";
        case FieldType::result:
            return "\"ok\", the name of an error, or its number from 0";
        case FieldType::address:
            return "hexadecimal digits like \"0x1f\", or a number from 0";
        case FieldType::boolean:
            return "true, false, 1 or 0";
        default:
            return "0 or more";
    }
}

}  // namespace xsksim
