// SPDX-License-Identifier: GPL-2.0-only
// The JSON Schema of a saved trace's rows, from the table of events.
#include <nlohmann/json.hpp>

#include "sim/trace/field_json.hpp"
#include "sim/trace/trace_file.hpp"

namespace xsksim {
namespace {

using Json = nlohmann::ordered_json;

Json row_schema(const std::string& event, const std::string& meaning, Json properties) {
    Json required = Json::array();
    for (const auto& [name, unused] : properties.items()) required.push_back(name);
    Json fields = {{"type", "object"},
                   {"additionalProperties", false},
                   {"required", required},
                   {"properties", std::move(properties)}};
    return {{"description", meaning},
            {"properties", {{"event", {{"const", event}}}, {"fields", std::move(fields)}}}};
}

Json event_schema(const EventInfo& info) {
    Json properties = Json::object();
    for (const FieldInfo& field : info.fields)
        properties[std::string(field.name)] = field_schema(field);
    std::string meaning(info.meaning);
    if (info.ended_by) meaning += "; until " + std::string(info_of(*info.ended_by).name);
    return row_schema(std::string(info.name), meaning, std::move(properties));
}

Json count(const char* what) {
    return {{"type", "integer"}, {"minimum", 0}, {"description", what}};
}

Json begin_schema() {
    return row_schema(
        "trace_begin", "the first row: what was run",
        {{"format", {{"const", trace_format}}},
         {"version", {{"const", trace_version}}},
         {"build", {{"type", "string"}, {"description", "the simulator's commit"}}},
         {"driver", {{"type", "object"}, {"description", "the driver's manifest"}}},
         {"scenario", {{"type", "object"}, {"description", "every key with its value"}}}});
}

Json end_schema() {
    Json engine = {{"type", "object"}, {"properties", Json::object()}};
    for (const char* name : {"switches", "steps", "dispatches", "points"})
        engine["properties"][name] = count("of the engine");
    return row_schema("trace_end", "the last row: what was measured beside the events",
                      {{"events", count("events between the first row and the last")},
                       {"accesses", count("instrumented accesses of the driver")},
                       {"engine", engine},
                       {"cpu_ns_by_context",
                        {{"type", "object"}, {"additionalProperties", count("nanoseconds")}}}});
}

}  // namespace

std::string trace_schema_json() {
    Json rows = Json::array({begin_schema()});
    for (const EventInfo& info : event_infos) rows.push_back(event_schema(info));
    rows.push_back(end_schema());
    Json context = {{"type", {"string", "null"}},
                    {"description", "who ran, as \"cpu0/softirq\"; null: nobody"}};
    Json schema = {
        {"$schema", "http://json-schema.org/draft-07/schema#"},
        {"$id", "urn:xsksim:trace:" + std::to_string(trace_version)},
        {"title", "A row of a saved trace of xsksim, version " + std::to_string(trace_version)},
        {"description", "An event of a run, and beside them the first row and the last."},
        {"type", "object"},
        {"additionalProperties", false},
        {"required", {"n", "at_ns", "context", "event", "fields"}},
        {"properties",
         {{"n", count("position in the trace, 0 for the first row")},
          {"at_ns", count("simulated time")},
          {"context", std::move(context)},
          {"event", {{"type", "string"}}},
          {"fields", {{"type", "object"}}}}},
        {"oneOf", std::move(rows)}};
    return schema.dump(2) + "\n";
}

}  // namespace xsksim
