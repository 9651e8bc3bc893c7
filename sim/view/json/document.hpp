// SPDX-License-Identifier: GPL-2.0-only
// The one form of every JSON document that the program writes for others to read: an object whose
// first keys say what it is and in which version. A version rises when a key goes away or changes
// its meaning, not when one is added.
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace xsksim {

using Json = nlohmann::ordered_json;

struct OutputFormat {
    const char* name;  // "verdict": "xsksim-verdict" in the document, --verdict for its schema
    int version;
    const char* about;  // what holds it, in a sentence
};

// The keys of a format after these two, in schema.hpp's words.
namespace schema {
struct Property;
using Properties = std::vector<Property>;
}  // namespace schema

// An object of the format's name and version, then `members`, an object.
Json document_of(const OutputFormat& format, const Json& members);

// Indented, with a newline at the end. Bytes that are no UTF-8 (a driver may print any) become
// replacement characters.
std::string text_of(const Json& json);
std::string document_text(const OutputFormat& format, const Json& members);

}  // namespace xsksim
