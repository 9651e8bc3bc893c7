// SPDX-License-Identifier: GPL-2.0-only
#include "sim/trace/trace_recorder.hpp"

#include "sim/run/run.hpp"

namespace xsksim {

void TraceRecorder::listen_to(const HeardRun& run) {
    run.readers.listen_to_all(
        writer_.emplace(path_, trace_header(run.scenario, run.driver), run.names));
}

void TraceRecorder::at_end(RunResult& result) { writer_->close(result.summary.measured); }

}  // namespace xsksim
