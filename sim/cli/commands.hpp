// SPDX-License-Identifier: GPL-2.0-only
// The subcommands. Each adds itself to the program's command line and, when chosen, is run by
// main, which turns exceptions into exit codes:
// 0 as expected, 1 not as expected, 2 bad usage or input, 3 inconclusive, 4 simulator fault.
#pragma once

#include <CLI/CLI.hpp>

#include <functional>

namespace xsksim::cli {

using Action = std::function<int()>;

void add_run_command(CLI::App& app, Action& chosen);
void add_judge_command(CLI::App& app, Action& chosen);
void add_compare_command(CLI::App& app, Action& chosen);
void add_list_command(CLI::App& app, Action& chosen);
void add_regress_command(CLI::App& app, Action& chosen);
void add_findings_command(CLI::App& app, Action& chosen);
void add_review_command(CLI::App& app, Action& chosen);
void add_calibration_command(CLI::App& app, Action& chosen);
void add_sweep_command(CLI::App& app, Action& chosen);
void add_merge_command(CLI::App& app, Action& chosen);
void add_table_command(CLI::App& app, Action& chosen);
void add_export_command(CLI::App& app, Action& chosen);
void add_plot_command(CLI::App& app, Action& chosen);
void add_report_command(CLI::App& app, Action& chosen);
void add_schema_command(CLI::App& app, Action& chosen);
void add_driver_command(CLI::App& app, Action& chosen);

}  // namespace xsksim::cli
