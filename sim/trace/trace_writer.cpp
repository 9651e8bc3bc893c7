// SPDX-License-Identifier: GPL-2.0-only
#include <nlohmann/json.hpp>

#include <fmt/format.h>

#include "sim/core/build_commit.hpp"
#include "sim/scenario/document.hpp"
#include "sim/scenario/parse.hpp"
#include "sim/trace/field_json.hpp"
#include "sim/trace/trace_file.hpp"

namespace xsksim {
namespace {

constexpr std::size_t buffer_bytes = 1 << 16;

// What an event's row has of its kind, put together once.
struct Shape {
    std::vector<std::string> keys;  // "napi": and then ,"cpu":
};

const Shape& shape_of(EventKind kind) {
    static const std::vector<Shape> shapes = [] {
        std::vector<Shape> all;
        for (const EventInfo& info : event_infos) {
            Shape& shape = all.emplace_back();
            for (const FieldInfo& field : info.fields)
                shape.keys.push_back(
                    fmt::format("{}\"{}\":", shape.keys.empty() ? "" : ",", field.name));
        }
        return all;
    }();
    return shapes[static_cast<std::size_t>(kind)];
}

}  // namespace

TraceHeader trace_header(const Scenario& scenario, const DriverManifest& driver) {
    return {std::string(build_commit()), driver, resolved_json(scenario)};
}

TraceWriter::TraceWriter(const std::string& path, const TraceHeader& header,
                         const TraceNames& names)
    : sink_(path), names_(names) {
    buffer_.reserve(2 * buffer_bytes);
    begin_row(0, Instant{}, no_context, "trace_begin");
    // The scenario comes last, so that it can be taken out again as it is.
    buffer_ += fmt::format(
        "\"format\":\"{}\",\"version\":{},\"build\":{},\"driver\":{},\"scenario\":{}}}}}\n",
        trace_format, trace_version, json_literal(header.build),
        header.driver.json.empty() ? "{}" : header.driver.json,
        header.scenario_json.empty() ? "{}" : header.scenario_json);
}

void TraceWriter::begin_row(std::uint64_t number, Instant at, ContextId context,
                            std::string_view event) {
    const auto out = std::back_inserter(buffer_);
    fmt::format_to(out, "{{\"n\":{},\"at_ns\":{},\"context\":", number, at.ns);
    if (context == no_context) {
        buffer_ += "null";
    } else {
        std::string& name = contexts_[context];
        if (name.empty()) name = json_literal(names_.context(context));
        buffer_ += name;
    }
    fmt::format_to(out, ",\"event\":\"{}\",\"fields\":{{", event);
}

void TraceWriter::on_event(const Event& e) {
    const EventInfo& info = info_of(e.kind);
    const Shape& shape = shape_of(e.kind);
    begin_row(e.number, e.at, e.context, info.name);
    for (std::size_t i = 0; i < info.fields.size(); ++i) {
        buffer_ += shape.keys[i];
        append_field(e, info.fields[i]);
    }
    buffer_ += "}}\n";
    ++events_;
    last_ = e.at;
    if (buffer_.size() < buffer_bytes) return;
    sink_.write(buffer_);
    buffer_.clear();
}

void TraceWriter::append_field(const Event& e, const FieldInfo& field) {
    const std::uint64_t value = raw(e, field);
    if (field.type == FieldType::text)
        buffer_ += json_literal(names_.text(Text{value}));
    else if (field.type != FieldType::context)
        append_field_value(buffer_, field, value);
    else if (static_cast<ContextId>(value) == no_context)
        buffer_ += "null";
    else
        buffer_ += json_literal(names_.context(static_cast<ContextId>(value)));
}

void TraceWriter::close(Measures measured) {
    begin_row(events_ + 1, last_, no_context, "trace_end");
    nlohmann::ordered_json cpu = nlohmann::ordered_json::object();
    for (const auto& [context, time] : measured.cpu_by_context) cpu[context] = time.ns;
    const EngineCounters& engine = measured.engine;
    buffer_ += fmt::format(
        "\"events\":{},\"accesses\":{},\"engine\":{{\"switches\":{},\"steps\":{},"
        "\"dispatches\":{},\"points\":{}}},\"cpu_ns_by_context\":{}}}}}\n",
        events_, measured.accesses, engine.switches, engine.steps, engine.dispatches, engine.points,
        cpu.dump());
    sink_.write(buffer_);
    buffer_.clear();
    sink_.close();
}

}  // namespace xsksim
