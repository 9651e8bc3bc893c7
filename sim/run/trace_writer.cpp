// SPDX-License-Identifier: GPL-2.0-only
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <stdexcept>

#include <fmt/format.h>

#include "sim/run/trace_file.hpp"
#include "sim/run/trace_record.hpp"
#include "sim/scenario/parse.hpp"

#ifndef XSKSIM_COMMIT
#define XSKSIM_COMMIT "unknown"
#endif

namespace xsksim {

namespace {

constexpr std::size_t buffer_bytes = 1 << 16;
constexpr bool is_text_field(std::string_view field) { return field == "text" || field == "stack"; }

// What an event's record has of its kind, put together once.
struct Shape {
    std::string begin;                // ,"ev":"napi_poll"
    std::array<std::string, 4> keys;  // ,"napi":
    std::array<FieldForm, 4> forms{};
    bool has_text = false;
};

const Shape& shape_of(EventKind kind) {
    static const std::vector<Shape> shapes = [] {
        std::vector<Shape> all;
        for (const EventInfo& info : event_infos) {
            Shape shape;
            shape.begin = fmt::format(",\"ev\":\"{}\"", info.name);
            for (std::size_t i = 0; i < info.fields.size(); ++i) {
                shape.forms[i] = form_of(info.fields[i]);
                shape.keys[i] = fmt::format(",\"{}\":", info.fields[i]);
                shape.has_text = shape.has_text || is_text_field(info.fields[i]);
            }
            all.push_back(std::move(shape));
        }
        return all;
    }();
    return shapes[static_cast<std::size_t>(kind)];
}

[[noreturn]] void fail(const std::string& what, const std::string& path) {
    throw std::runtime_error(what + " " + path + ": " + std::strerror(errno));
}

}  // namespace

TraceHeader trace_header(const Scenario& scenario, const JudgeSettings& judge) {
    return {resolved_json(scenario), scenario.seed, XSKSIM_COMMIT, scenario.driver.name, judge};
}

TraceWriter::TraceWriter(const std::string& path, const TraceHeader& header,
                         const TraceNames& names)
    : path_(path), partial_path_(path + ".partial"), names_(names) {
    file_ = std::fopen(partial_path_.c_str(), "wb");
    if (file_ == nullptr) fail("cannot write", partial_path_);
    buffer_.reserve(2 * buffer_bytes);
    buffer_ = header_record(header);
}

TraceWriter::~TraceWriter() {
    if (file_ == nullptr) return;
    std::fclose(file_);
    std::error_code ignored;
    std::filesystem::remove(partial_path_, ignored);
}

// Contexts and texts, before their first use.
void TraceWriter::introduce(const Event& e) {
    if (e.context != no_context && contexts_[e.context].empty()) {
        contexts_[e.context] = json_string(names_.context(e.context));
        fmt::format_to(std::back_inserter(buffer_), "{{\"context\":{},\"name\":{}}}\n", e.context,
                       contexts_[e.context]);
    }
    if (!shape_of(e.kind).has_text) return;
    const EventInfo& info = info_of(e.kind);
    for (std::size_t i = 0; i < info.fields.size(); ++i) {
        if (!is_text_field(info.fields[i]) || e.arg[i] == 0 || knows_text_[e.arg[i]] != 0) continue;
        knows_text_[e.arg[i]] = 1;
        fmt::format_to(std::back_inserter(buffer_), "{{\"text\":{},\"is\":{}}}\n", e.arg[i],
                       json_string(names_.text(e.arg[i])));
    }
}

void TraceWriter::on_event(const Event& e) {
    introduce(e);
    const Shape& shape = shape_of(e.kind);
    auto out = std::back_inserter(buffer_);
    fmt::format_to(out, "{{\"n\":{},\"at_ns\":{}", e.number, e.at.ns);
    if (e.context != no_context) {
        buffer_ += ",\"ctx\":";
        buffer_ += contexts_[e.context];
    }
    buffer_ += shape.begin;
    for (std::size_t i = 0; i < shape.keys.size(); ++i) {
        if (shape.forms[i] == FieldForm::absent) continue;
        buffer_ += shape.keys[i];
        if (shape.forms[i] == FieldForm::hexadecimal)
            fmt::format_to(out, "\"{:#x}\"", e.arg[i]);
        else if (shape.forms[i] == FieldForm::signed_decimal)
            fmt::format_to(out, "{}", static_cast<std::int64_t>(e.arg[i]));
        else
            fmt::format_to(out, "{}", e.arg[i]);
    }
    buffer_ += "}\n";
    ++events_;
    last_ = e.at;
    if (buffer_.size() >= buffer_bytes) write_out();
}

void TraceWriter::write_out() {
    if (std::fwrite(buffer_.data(), 1, buffer_.size(), file_) != buffer_.size())
        fail("cannot write", partial_path_);
    buffer_.clear();
}

void TraceWriter::close() {
    fmt::format_to(std::back_inserter(buffer_), "{{\"end\":true,\"at_ns\":{},\"events\":{}}}\n",
                   last_.ns, events_);
    write_out();
    std::FILE* const file = file_;
    file_ = nullptr;
    if (std::fclose(file) != 0) fail("cannot write", partial_path_);
    std::filesystem::rename(partial_path_, path_);
}

}  // namespace xsksim
