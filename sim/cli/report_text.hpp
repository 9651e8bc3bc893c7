// SPDX-License-Identifier: GPL-2.0-only
// A run's result as a person reads it on a terminal.
#pragma once

#include <string>

#include "sim/cli/job.hpp"
#include "sim/run/run.hpp"

namespace xsksim::cli {

struct ReportStyle {
    bool colour = false;
    bool timeline = false;
};

std::string report_text(const Job& job, const JobOptions& options, const Scenario& scenario,
                        const RunResult& result, const ReportStyle& style);

// The program as the user calls it: XSKSIM_COMMAND, which wrappers set, or xsksim.
std::string program_name();
// The one command that shows this run again.
std::string command_again(const Job& job, const JobOptions& options, const Scenario& scenario);

}  // namespace xsksim::cli
