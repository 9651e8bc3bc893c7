// SPDX-License-Identifier: GPL-2.0-only
// Saves the run that it listens to. Throws what TraceWriter does.
#pragma once

#include <optional>
#include <string>

#include "sim/run/run_listener.hpp"
#include "sim/trace/trace_file.hpp"

namespace xsksim {

class TraceRecorder : public RunListener {
public:
    explicit TraceRecorder(std::string path) : path_(std::move(path)) {}

    void listen_to(const HeardRun& run) override;
    void at_end(RunResult& result) override;

private:
    std::string path_;
    std::optional<TraceWriter> writer_;
};

}  // namespace xsksim
