// SPDX-License-Identifier: GPL-2.0-only
// A job is one scenario with one seed. It is run in this process or, among several, in a process
// of its own, so that a crash costs one row and never the batch.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/run/run.hpp"
#include "sim/scenario/parse.hpp"
#include "sim/simulate/engine_kind.hpp"

namespace xsksim::cli {

struct JobOptions {
    std::vector<Override> overrides;
    std::string out_directory;  // empty: nothing is written
    std::string trace_file;
    std::string driver;  // name or file, instead of the scenario's
    std::string driver_directory;
    EngineKind engine = EngineKind::simgrid;
    bool verify = false;
    bool json = false;      // the result's text is JSON
    bool timeline = false;  // print it
    bool colour = false;
};

struct Job {
    std::string file;
    std::optional<std::uint64_t> seed;  // absent: the scenario's own
    bool seed_in_path = false;          // --out: one folder a seed
    bool is_trace = false;              // `file` is a saved trace, judged again
    // Beside or instead of JobOptions' own, for batches whose jobs differ.
    std::string driver = {};
    std::vector<Override> overrides = {};
    // What the scenario sets that this driver lacks is left out, and named in the result.
    bool leaves_out_foreign = false;
    bool is_repeated_on_reference = false;  // see sim/simulate/reference_share.hpp
    // A mutant of the driver: it must come to this, and need not get to the scenario's places.
    std::optional<BreakerOptions::Kill> kill = {};
};

struct JobResult {
    int exit = 4;
    std::string name;
    std::uint64_t seed = 0;
    std::string outcome;  // "pass", ..., or "simulator fault", "bad input"
    std::string text;     // for a person, or JSON; where it was not judged, an error message
    std::string command;  // shows the run again
    std::vector<std::string> left_out;  // pointers of settings
    std::optional<RunResult> run;       // absent where it was not judged

    // False for bad input and simulator faults.
    bool was_judged() const { return run.has_value(); }
    // Why it did not come out as expected, in a line; one that was not judged has only its message.
    std::string why_not() const;
};

// Never throws: bad input and simulator faults become results with exit 2 and 4.
JobResult run_job(const Job& job, const JobOptions& options);

// For the way between processes.
std::string encode(const JobResult& result);
JobResult decode(const std::string& bytes);

}  // namespace xsksim::cli
