// SPDX-License-Identifier: GPL-2.0-only
// The value of an event's field as JSON, and its JSON Schema. trace_reader.cpp reads it back.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "models/events.hpp"
#include "sim/core/error_name.hpp"

namespace xsksim {

// Of a field that is neither a text nor a context: their strings are the trace's.
void append_field_value(std::string& out, const FieldInfo& field, std::uint64_t raw);

nlohmann::ordered_json field_schema(const FieldInfo& field);

}  // namespace xsksim
