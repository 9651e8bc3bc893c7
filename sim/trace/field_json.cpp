// SPDX-License-Identifier: GPL-2.0-only
#include "sim/trace/field_json.hpp"

#include <fmt/format.h>

namespace xsksim {

void append_field_value(std::string& out, const FieldInfo& field, std::uint64_t raw) {
    const auto into = std::back_inserter(out);
    switch (field.type) {
        case FieldType::number:
            fmt::format_to(into, "{}", raw);
            return;
        case FieldType::signed_number:
        case FieldType::nanoseconds:
            fmt::format_to(into, "{}", static_cast<std::int64_t>(raw));
            return;
        case FieldType::boolean:
            out += raw != 0 ? "true" : "false";
            return;
        case FieldType::address:
            fmt::format_to(into, "\"{:#x}\"", raw);
            return;
        case FieldType::result:
            fmt::format_to(into, "\"{}\"", raw == 0 ? no_error : error_name(raw));
            return;
        case FieldType::word:
            fmt::format_to(into, "\"{}\"", raw < field.words.size() ? field.words[raw] : "?");
            return;
        case FieldType::text:
        case FieldType::context:
            XSKSIM_CHECK(false, "texts and contexts are written by who knows their strings");
    }
}

nlohmann::ordered_json field_schema(const FieldInfo& field) {
    nlohmann::ordered_json schema = nlohmann::ordered_json::object();
    switch (field.type) {
        case FieldType::number:
            schema = {{"type", "integer"}, {"minimum", 0}};
            break;
        case FieldType::signed_number:
        case FieldType::nanoseconds:
            schema = {{"type", "integer"}};
            break;
        case FieldType::boolean:
            schema = {{"type", "boolean"}};
            break;
        case FieldType::address:
            schema = {{"type", "string"}, {"pattern", "^0x[0-9a-f]+$"}};
            break;
        case FieldType::result:
            schema = {{"type", "string"}, {"pattern", "^(ok|E[A-Z0-9]+|error [0-9]+)$"}};
            break;
        case FieldType::word:
            schema["enum"] = std::vector<std::string>(field.words.begin(), field.words.end());
            break;
        case FieldType::text:
            schema = {{"type", "string"}};
            break;
        case FieldType::context:
            schema["type"] = {"string", "null"};
            break;
    }
    schema["description"] = field.unit;
    return schema;
}

}  // namespace xsksim
