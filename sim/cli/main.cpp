// SPDX-License-Identifier: GPL-2.0-only
#include "sim/cli/commands.hpp"
#include "sim/cli/exit_codes.hpp"
#include "sim/cli/fatal_signals.hpp"

namespace {

constexpr const char* about =
    "xsksim: a deterministic simulator of the virtio-net transmit path.\n"
    "Runs a driver's own code against a virtual device and interrupt controller that misbehave\n"
    "on demand, and says whether the queue stalls, loses or corrupts a frame, and why.";

constexpr const char* examples =
    "Examples:\n"
    "  xsksim list                                        the shipped scenarios and their "
    "questions\n"
    "  xsksim run lost-interrupt-no-timer                 does a lost interrupt stall the queue?\n"
    "  xsksim run baseline --set /device/ring_size=1024   the same with one thing changed\n"
    "  xsksim run baseline --seeds 1..100                 hunt through seeds, in parallel\n"
    "  xsksim regress                                     are all race breakers of the driver in "
    "place?\n"
    "  xsksim review                                      the reviewer's questions, each an "
    "experiment\n"
    "  xsksim sweep stall-map                             vary parameters, keep the results\n"
    "  xsksim explore hunts/zero-copy --driver my.so      find what breaks it, without a hint\n"
    "  xsksim judge out.trace                             judge a saved trace again\n"
    "  xsksim driver build my.patch -o my.so              a driver from a patch, mail or C file\n"
    "  xsksim compare baseline --drivers v1,landed        the same with several drivers\n"
    "\n"
    "Exit codes: 0 as expected, 1 not as expected, 2 bad usage or input, 3 inconclusive,\n"
    "4 simulator fault.";

}  // namespace

int main(int argc, char** argv) {
    xsksim::cli::name_fatal_signals();
    xsksim::cli::Command app(about, "xsksim");
    app.footer(examples);
    app.require_subcommand(1);
    xsksim::cli::Action chosen;
    xsksim::cli::add_run_command(app, chosen);
    xsksim::cli::add_judge_command(app, chosen);
    xsksim::cli::add_compare_command(app, chosen);
    xsksim::cli::add_list_command(app, chosen);
    xsksim::cli::add_regress_command(app, chosen);
    xsksim::cli::add_findings_command(app, chosen);
    xsksim::cli::add_review_command(app, chosen);
    xsksim::cli::add_calibration_command(app, chosen);
    xsksim::cli::add_explore_command(app, chosen);
    xsksim::cli::add_sweep_command(app, chosen);
    xsksim::cli::add_merge_command(app, chosen);
    xsksim::cli::add_table_command(app, chosen);
    xsksim::cli::add_export_command(app, chosen);
    xsksim::cli::add_plot_command(app, chosen);
    xsksim::cli::add_report_command(app, chosen);
    xsksim::cli::add_schema_command(app, chosen);
    xsksim::cli::add_driver_command(app, chosen);
    const std::optional<int> exit_code = app.parse(argc, argv);
    return exit_code ? *exit_code : xsksim::cli::exit_of(chosen);
}
