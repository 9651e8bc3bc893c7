// SPDX-License-Identifier: GPL-2.0-only
#include "sim/trace/saved_run.hpp"

#include "sim/run/judgement.hpp"
#include "sim/scenario/parse.hpp"
#include "sim/trace/trace_file.hpp"

namespace xsksim {
namespace {

struct RunEndReader {
    void on(const event::RunEnded&, const Event& e) { end = e; }
    Event end;
};

}  // namespace

SavedRun judge_trace(const std::string& path, const RunListeners& listeners) {
    TraceReader reader(path);
    SavedRun saved{parse_scenario(reader.header().scenario_json, path), {}};
    Judgement judgement(saved.scenario, reader.header().driver, reader);
    judgement.listen_to(reader.readers(), nullptr, listeners);
    RunEndReader last;
    reader.readers().listen<event::RunEnded>(last);
    reader.read();
    saved.result = judgement.result(end_of_run(last.end, reader), reader.measured());
    return saved;
}

}  // namespace xsksim
