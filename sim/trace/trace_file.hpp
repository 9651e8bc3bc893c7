// SPDX-License-Identifier: GPL-2.0-only
// Saved traces: the whole run as JSON lines, from which it can be judged, told and measured again.
// docs/trace-format.md describes the format for users; every row has the same shape:
//
//   {"n":12,"at_ns":1500,"context":"cpu0/softirq","event":"napi_poll","fields":{"napi":2,...}}
//
// Row 0 is `trace_begin`, whose fields are those of TraceHeader; the last row is `trace_end`, whose
// fields are those of Measures: without it, the trace was cut off.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "models/events.hpp"
#include "models/observe/judge_settings.hpp"
#include "sim/core/table.hpp"
#include "sim/driver/manifest.hpp"
#include "sim/run/measures.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/trace/trace_stream.hpp"

namespace xsksim {

inline constexpr const char* trace_format = "xsksim-trace";
inline constexpr int trace_version = 2;

struct TraceHeader {
    std::string build;  // which commit of the simulator made it
    DriverManifest driver;
    std::string scenario_json;  // as resolved_json() writes it, kept to the byte
};
TraceHeader trace_header(const Scenario& scenario, const DriverManifest& driver);

// Listens to every kind. Throws std::runtime_error when the trace cannot be written.
class TraceWriter : public EventListener {
public:
    TraceWriter(const std::string& path, const TraceHeader& header, const TraceNames& names);
    TraceWriter(const TraceWriter&) = delete;
    TraceWriter& operator=(const TraceWriter&) = delete;

    void on_event(const Event& e) override;
    // `measured.events` is counted here.
    void close(Measures measured);

private:
    void begin_row(std::uint64_t number, Instant at, ContextId context, std::string_view event);
    void append_field(const Event& e, const FieldInfo& field);

    TraceSink sink_;
    const TraceNames& names_;
    std::string buffer_;
    Table<std::string> contexts_;  // as JSON, by id; empty while not seen
    std::uint64_t events_ = 0;
    Instant last_;
};

// Reads a saved trace and hands its events to readers as a Trace does. What is wrong with it is
// thrown as BadInput with its line.
class TraceReader : public TraceNames {
public:
    explicit TraceReader(const std::string& path);
    ~TraceReader() override;

    const TraceHeader& header() const;
    EventListeners& readers();
    // Once, after the listeners were added. Returns the time of the last row.
    Instant read();
    // After read().
    const Measures& measured() const;

    std::string text(Text text) const override;
    std::string context(ContextId id) const override;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

// The JSON Schema of a row.
std::string trace_schema_json();

}  // namespace xsksim
