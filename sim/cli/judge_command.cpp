// SPDX-License-Identifier: GPL-2.0-only
#include <fmt/format.h>

#include <memory>

#include "sim/cli/commands.hpp"
#include "sim/cli/report_text.hpp"
#include "sim/run/state_listener.hpp"
#include "sim/scenario/parse.hpp"
#include "sim/trace/saved_run.hpp"
#include "sim/view/run/reports.hpp"
#include "sim/view/run/review_figures.hpp"
#include "sim/view/run/timeline_listener.hpp"

namespace xsksim::cli {
namespace {

struct JudgeArguments {
    std::string trace, out;
    bool json = false, timeline = false;
};

int judge(const JudgeArguments& arguments) {
    StateListener states;
    ReviewFigures figures;
    TimelineListener timeline;
    const SavedRun saved = judge_trace(arguments.trace, {&states, &figures, &timeline});
    if (!arguments.out.empty()) write_results(arguments.out, saved.scenario, saved.result);
    if (arguments.json) {
        fmt::print("{}", verdict_json(saved.scenario, saved.result));
    } else {
        Job job;
        job.file = arguments.trace;
        job.is_trace = true;
        const ReportStyle style{.timeline = arguments.timeline};
        fmt::print("{}", report_text(job, {}, saved.scenario, saved.result, style));
    }
    return exit_code(saved.result);
}

}  // namespace

void add_judge_command(Command& app, Action& chosen) {
    auto arguments = std::make_shared<JudgeArguments>();
    auto* command = app.add_subcommand("judge", "Judge a saved trace again, without simulating");
    command
        ->add_option("TRACE", arguments->trace,
                     "A file written by `xsksim run --trace`; - for standard input")
        ->required();
    command->add_option("--out", arguments->out,
                        "Write verdict.json, summary.json, timeline.txt to DIR/");
    command->add_flag("--timeline", arguments->timeline, "Print the timeline of the run");
    command->add_flag("--json", arguments->json, "Print the verdict as JSON");
    command->footer(
        "Examples:\n"
        "  xsksim run baseline --trace out.trace && xsksim judge out.trace --timeline\n"
        "  xsksim run baseline --trace - | xsksim judge -\n"
        "  xsksim run baseline --trace out.trace.zst && xsksim judge out.trace.zst --json");
    command->callback([arguments, &chosen] { chosen = [arguments] { return judge(*arguments); }; });
}

}  // namespace xsksim::cli
