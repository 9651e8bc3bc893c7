// SPDX-License-Identifier: GPL-2.0-only
// The runs of `xsksim run --json`: verdict, figures and the command that shows them again.
#pragma once

#include <string>

#include "sim/cli/job.hpp"
#include "sim/view/json/document.hpp"

namespace xsksim::cli {

inline constexpr OutputFormat runs_format = {"runs", 1,
                                             "Runs, as they came to an end: `xsksim run --json`."};
// What stands before the first run and behind the last; runs are an array, commas between them.
std::string runs_json_begin();
std::string runs_json_end();
std::string run_json(const Job& job, const Scenario& scenario, const RunResult& result,
                     const std::string& command);
// Of one that was not judged.
std::string failed_run_json(const JobResult& result);
schema::Properties runs_schema();

// A verdict, or why there is none.
Json outcome_schema();

// What runs that trace accesses measured.
Json transition_json(const StateTransition& transition);
Json field_access_json(const FieldAccess& access);
Json transitions_schema();
Json field_accesses_schema();

}  // namespace xsksim::cli
