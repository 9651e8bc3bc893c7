// SPDX-License-Identifier: GPL-2.0-only
// The value of an event's field as JSON, and its JSON Schema. trace_reader.cpp reads it back.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "models/events.hpp"

namespace xsksim {

// "EINVAL"; "error 4095" for a number that has no name.
std::string error_name(std::uint64_t number);
inline constexpr const char* no_error = "ok";
inline constexpr std::uint64_t errors_max = 4095;  // linux/err.h: MAX_ERRNO

std::string json_string(std::string_view text);

// Of a field that is neither a text nor a context: their strings are the trace's.
void append_field_value(std::string& out, const FieldInfo& field, std::uint64_t raw);

nlohmann::ordered_json field_schema(const FieldInfo& field);

}  // namespace xsksim
