// SPDX-License-Identifier: GPL-2.0-only
// The records of a trace file: how numbers are written, the first record as JSON, and a parser for
// the flat objects that all other records are.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "models/events.hpp"
#include "sim/run/trace_file.hpp"

namespace xsksim {

enum class FieldForm : std::uint8_t { absent, decimal, signed_decimal, hexadecimal };

constexpr FieldForm form_of(std::string_view field) {
    if (field == "none") return FieldForm::absent;
    if (field == "result" || field == "error") return FieldForm::signed_decimal;
    if (field == "digest" || field == "gpa" || field == "header_gpa" || field == "payload_gpa" ||
        field == "addr" || field == "word")
        return FieldForm::hexadecimal;
    return FieldForm::decimal;
}

std::string json_string(std::string_view text);

std::string header_record(const TraceHeader& header);
// Throws std::invalid_argument with what was wanted instead.
TraceHeader parse_header_record(const std::string& line);

// One member of a flat object after the other: {"key":value,...} with strings, integers and true.
// Throws std::invalid_argument.
class RecordParser {
public:
    explicit RecordParser(std::string_view line) : rest_(line) { expect('{'); }
    // False after the last member.
    bool next();
    std::string_view key() const { return key_; }
    std::uint64_t number() const;       // decimal, negative ones in two's complement
    std::uint64_t hexadecimal() const;  // "0x1f"
    std::string text() const;           // with escapes resolved
    // The value as it stands between the quotes, if it has no escapes.
    std::string_view raw() const { return value_; }
    bool is_string() const { return is_string_; }

private:
    void skip_space();
    void expect(char c);
    std::string_view string_token();

    std::string_view rest_, key_, value_;
    bool is_string_ = false;
    bool first_ = true;
};

}  // namespace xsksim
