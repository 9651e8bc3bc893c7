// SPDX-License-Identifier: GPL-2.0-only
#include "tests/support/closed_schema.hpp"

#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

namespace xsksim::test {
namespace {

using nlohmann::json;
using Adapter = valijson::adapters::NlohmannJsonAdapter;

void close(json& schema) {
    if (schema.is_object() && schema.contains("properties") &&
        !schema.contains("additionalProperties"))
        schema["additionalProperties"] = false;
    if (schema.is_structured())
        for (json& part : schema) close(part);
}

}  // namespace

ClosedSchema::ClosedSchema(const std::string& schema_text) {
    json document = json::parse(schema_text);
    close(document);
    const auto schema = std::make_shared<valijson::Schema>();
    valijson::SchemaParser(valijson::SchemaParser::kDraft7)
        .populateSchema(Adapter(document), *schema);
    schema_ = schema;
}

std::string ClosedSchema::problems(const std::string& document_text) const {
    const json document = json::parse(document_text, nullptr, false);
    if (document.is_discarded()) return "no JSON: " + document_text.substr(0, 200) + "\n";
    valijson::ValidationResults results;
    std::string problems;
    if (valijson::Validator().validate(*schema_, Adapter(document), &results)) return problems;
    for (valijson::ValidationResults::Error error; results.popError(error);) {
        for (const std::string& part : error.context) problems += part;
        problems += ": " + error.description + "\n";
    }
    return problems;
}

}  // namespace xsksim::test
