// SPDX-License-Identifier: GPL-2.0-only
// Words to write the JSON Schema (draft-07) of an output in, beside the code that writes the
// output. Each value has a sentence that says what it is. Readers must bear keys that a schema does
// not have, as later builds of one version may write some; this build writes none (tests/schemas).
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "sim/view/json/document.hpp"

namespace xsksim::schema {

Json text(const std::string& about);
Json word(const std::string& about, const std::vector<std::string>& words);
Json whole(const std::string& about);  // from 0
Json integer(const std::string& about);
Json number(const std::string& about);
Json flag(const std::string& about);
// What it is, and beside that null.
Json or_null(Json value);
Json list(const std::string& about, Json item);
// An object whose keys are data.
Json map(const std::string& about, Json value);
// One of these forms.
Json either(const std::string& about, const std::vector<Json>& forms);
// Any JSON value.
Json anything(const std::string& about);

struct Property {
    std::string key;
    Json value;
    bool is_required = true;
};
Property optional(std::string key, Json value);
Json record(const std::string& about, const Properties& properties);
Properties joined(Properties first, const Properties& second);

// Of a whole document: its format and version, then its properties.
Json document(const OutputFormat& format, const Properties& properties);

}  // namespace xsksim::schema
