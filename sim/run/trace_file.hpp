// SPDX-License-Identifier: GPL-2.0-only
// Saved traces: every event of a run as JSON lines, from which the run can be judged again.
//
//   {"format":"xsksim-trace-1","seed":7,"commit":"...","driver":"v1","judge":{...},"scenario":{...}}
//   {"context":3,"name":"cpu0/softirq"}                 before the first event that needs it
//   {"text":5,"is":"the frame has no payload"}
//   {"n":12,"at_ns":1500,"ctx":"cpu0/softirq","ev":"napi_poll","napi":2,"cpu":0,"budget":64}
//   {"end":true,"at_ns":98000,"events":1234}            the last record: without it, truncated
//
// Fields are named as in models/events.hpp. Digests and addresses are strings of hexadecimal
// digits (JSON readers keep only 53 bits of a number), results and errors are signed.
#pragma once

#include <array>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "models/checks/judge.hpp"
#include "sim/core/table.hpp"
#include "sim/scenario/scenario.hpp"

namespace xsksim {

// The first record. `judge` holds all that judging needs, so no driver object is needed for it.
struct TraceHeader {
    std::string scenario_json;  // as sim/scenario's resolved_json() writes it, kept to the byte
    std::uint64_t seed = 0;
    std::string commit;
    std::string driver;
    JudgeSettings judge;
};
TraceHeader trace_header(const Scenario& scenario, const JudgeSettings& judge);

// Writes beside `path` and moves it into place in close(); without close() nothing is left behind.
// Throws std::runtime_error when the file cannot be written. Listen to every kind.
class TraceWriter : public EventListener {
public:
    TraceWriter(const std::string& path, const TraceHeader& header, const TraceNames& names);
    ~TraceWriter() override;
    TraceWriter(const TraceWriter&) = delete;
    TraceWriter& operator=(const TraceWriter&) = delete;

    void on_event(const Event& e) override;
    void close();

private:
    void introduce(const Event& e);
    void write_out();

    std::string path_, partial_path_;
    std::FILE* file_ = nullptr;
    const TraceNames& names_;
    std::string buffer_;
    Table<std::uint8_t> knows_text_;
    Table<std::string> contexts_;  // as JSON, by id; empty while not introduced
    std::uint64_t events_ = 0;
    Instant last_;
};

// Reads a saved trace and hands its events to listeners as a Trace does. What is wrong with a file
// is thrown as BadInput with its line. Events carry the context ids and text indices of the run.
class TraceReader : public TraceNames {
public:
    explicit TraceReader(const std::string& path);
    ~TraceReader() override;

    const TraceHeader& header() const { return header_; }
    void listen(EventListener& listener, const std::vector<EventKind>& kinds = {});
    // Once, after the listeners were added. Returns the time of the end record.
    Instant read();

    std::string text(std::uint64_t index) const override;
    std::string context(ContextId id) const override;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
    TraceHeader header_;
};

}  // namespace xsksim
