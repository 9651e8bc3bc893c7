// SPDX-License-Identifier: GPL-2.0-only
// The subcommands. Each adds itself to the program's command line and, when chosen, is run by
// main, which turns exceptions into exit codes:
// 0 as expected, 1 not as expected, 2 bad usage or input, 3 inconclusive, 4 simulator fault.
#pragma once

#include <functional>

#include "sim/cli/command_line.hpp"

namespace xsksim::cli {

using Action = std::function<int()>;

void add_run_command(Command& app, Action& chosen);
void add_judge_command(Command& app, Action& chosen);
void add_compare_command(Command& app, Action& chosen);
void add_list_command(Command& app, Action& chosen);
void add_regress_command(Command& app, Action& chosen);
void add_findings_command(Command& app, Action& chosen);
void add_review_command(Command& app, Action& chosen);
void add_calibration_command(Command& app, Action& chosen);
void add_explore_command(Command& app, Action& chosen);
void add_sweep_command(Command& app, Action& chosen);
void add_merge_command(Command& app, Action& chosen);
void add_table_command(Command& app, Action& chosen);
void add_export_command(Command& app, Action& chosen);
void add_plot_command(Command& app, Action& chosen);
void add_report_command(Command& app, Action& chosen);
void add_schema_command(Command& app, Action& chosen);
void add_driver_command(Command& app, Action& chosen);

}  // namespace xsksim::cli
