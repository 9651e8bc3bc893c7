// SPDX-License-Identifier: GPL-2.0-only
// The table of events, and the schema of saved traces that follows from it.
#include <catch2/catch.hpp>

#include <unistd.h>
#include <nlohmann/json.hpp>
#include <set>

#include <filesystem>
#include <fstream>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "sim/trace/field_json.hpp"
#include "sim/trace/trace_file.hpp"
#include "tests/unit/checks/stalled_queue.hpp"

namespace xsksim::trace_tests {
namespace {

using Json = nlohmann::json;
using Catch::Contains;

bool is_valid(const valijson::Schema& schema, const Json& row) {
    valijson::Validator validator;
    return validator.validate(schema, valijson::adapters::NlohmannJsonAdapter(row), nullptr);
}

void read_schema(valijson::Schema& schema) {
    const Json json = Json::parse(trace_schema_json());
    valijson::SchemaParser().populateSchema(valijson::adapters::NlohmannJsonAdapter(json), schema);
}

}  // namespace

TEST_CASE("event table: names are told apart, every field fits and has a unit") {
    std::set<std::string_view> kinds;
    for (const EventInfo& info : event_infos) {
        INFO(info.name);
        CHECK(kinds.insert(info.name).second);
        CHECK_FALSE(info.meaning.empty());
        std::set<std::string_view> fields;
        for (const FieldInfo& field : info.fields) {
            INFO(field.name);
            CHECK(fields.insert(field.name).second);
            CHECK_FALSE(field.unit.empty());
            CHECK(field.offset + field.size <= Event::fields_bytes);
            CHECK((field.type == FieldType::word) == !field.words.empty());
            CHECK((field.type == FieldType::nanoseconds) == field.name.ends_with("_ns"));
        }
    }
}

TEST_CASE("event table: an interval and its end are about the same thing") {
    std::size_t intervals = 0;
    for (const EventInfo& info : event_infos) {
        if (!info.ended_by) continue;
        ++intervals;
        const EventInfo& end = info_of(*info.ended_by);
        INFO(info.name << " until " << end.name);
        REQUIRE_FALSE(info.fields.empty());
        REQUIRE_FALSE(end.fields.empty());
        CHECK(info.fields[0].name == end.fields[0].name);
    }
    CHECK(intervals >= 10);
}

TEST_CASE("event table: a field is read as it was written, whatever its type") {
    Event event;
    event.set(event::NapiScheduled{.napi = 2, .outcome = NapiSchedule::disabled, .cpu = 1});
    const EventInfo& info = info_of(event.kind);
    CHECK(raw(event, *info.field("outcome")) == 2);
    set_raw(event, *info.field("outcome"), 1);
    CHECK(event.as<event::NapiScheduled>().outcome == NapiSchedule::already_scheduled);
    CHECK(event.as<event::NapiScheduled>().cpu == 1);
    event.set(event::ModuleParam{.text = {3}, .value = -7});
    CHECK(static_cast<std::int64_t>(raw(event, *info_of(event.kind).field("value"))) == -7);
    CHECK(info_of(event.kind).field("nothing") == nullptr);
}

TEST_CASE("event table: results have the names of errors") {
    CHECK(error_name(16) == "EBUSY");
    CHECK(error_name(4000) == "error 4000");
    CHECK(CallResult::of(-22).error == 22);
    CHECK(CallResult::of(5).ok());
}

TEST_CASE("trace schema: it accepts the rows of a trace, and no others") {
    StalledQueue queue;
    queue.fill().drain_and_raise().lose().end();
    const std::string path = "/tmp/xsksim-schema-test-" + std::to_string(::getpid());
    TraceWriter writer(path, {}, queue.trace);
    for (const Event& event : queue.trace.events()) writer.on_event(event);
    Measures measured;
    measured.cpu_by_context.emplace_back("cpu0/softirq", Duration{7});
    writer.close(measured);
    valijson::Schema schema;
    read_schema(schema);
    std::ifstream in(path);
    std::set<std::string> seen;
    for (std::string line; std::getline(in, line);) {
        const Json row = Json::parse(line);
        // One of each kind: the validator is slow.
        if (!seen.insert(row.at("event").get<std::string>()).second) continue;
        INFO(line);
        CHECK(is_valid(schema, row));
        Json changed = row;
        changed["fields"]["one_too_many"] = 1;
        CHECK_FALSE(is_valid(schema, changed));
        changed = row;
        changed.erase("context");
        CHECK_FALSE(is_valid(schema, changed));
    }
    std::filesystem::remove(path);
    CHECK(seen.size() > 20);
    CHECK(seen.count("trace_begin") == 1);
    CHECK(seen.count("trace_end") == 1);
}

}  // namespace xsksim::trace_tests
