// SPDX-License-Identifier: GPL-2.0-only
#include "sim/view/json/schema.hpp"

#include <nlohmann/json.hpp>

namespace xsksim::schema {
namespace {

Json of_type(const char* type, const std::string& about) {
    return {{"description", about}, {"type", type}};
}

Json constant(const std::string& about, const Json& value) {
    return {{"description", about}, {"const", value}};
}

void add_properties(const Properties& properties, Json& schema) {
    schema["required"] = Json::array();
    schema["properties"] = Json::object();
    for (const Property& property : properties) {
        if (property.is_required) schema["required"].push_back(property.key);
        schema["properties"][property.key] = property.value;
    }
}

}  // namespace

Json text(const std::string& about) { return of_type("string", about); }

Json word(const std::string& about, const std::vector<std::string>& words) {
    return {{"description", about}, {"enum", words}};
}

Json whole(const std::string& about) {
    Json schema = of_type("integer", about);
    schema["minimum"] = 0;
    return schema;
}

Json integer(const std::string& about) { return of_type("integer", about); }
Json number(const std::string& about) { return of_type("number", about); }
Json flag(const std::string& about) { return of_type("boolean", about); }

Json or_null(Json value) {
    value["type"] = Json::array({value.at("type"), "null"});
    return value;
}

Json list(const std::string& about, Json item) {
    Json schema = of_type("array", about);
    schema["items"] = std::move(item);
    return schema;
}

Json map(const std::string& about, Json value) {
    Json schema = of_type("object", about);
    schema["additionalProperties"] = std::move(value);
    return schema;
}

Json either(const std::string& about, const std::vector<Json>& forms) {
    return {{"description", about}, {"anyOf", forms}};
}

Json anything(const std::string& about) { return {{"description", about}}; }

Property optional(std::string key, Json value) { return {std::move(key), std::move(value), false}; }

Json record(const std::string& about, const Properties& properties) {
    Json schema = of_type("object", about);
    add_properties(properties, schema);
    return schema;
}

Properties joined(Properties first, const Properties& second) {
    first.insert(first.end(), second.begin(), second.end());
    return first;
}

Json document(const OutputFormat& format, const Properties& properties) {
    const std::string name = std::string("xsksim-") + format.name;
    Json schema = {
        {"$schema", "http://json-schema.org/draft-07/schema#"},
        {"$id", "urn:xsksim:" + std::string(format.name) + ":" + std::to_string(format.version)},
        {"title", name},
        {"description", format.about},
        {"type", "object"}};
    const Properties head = {
        {"format", constant("What this document is.", name)},
        {"version",
         constant("Rises when a key goes away or changes its meaning.", format.version)}};
    add_properties(joined(head, properties), schema);
    return schema;
}

}  // namespace xsksim::schema
