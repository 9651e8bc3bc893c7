// SPDX-License-Identifier: GPL-2.0-only
#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "sim/cli/commands.hpp"
#include "sim/cli/report_text.hpp"
#include "sim/run/run.hpp"
#include "sim/run/trace_file.hpp"
#include "sim/scenario/parse.hpp"

namespace xsksim::cli {
namespace {

struct JudgeArguments {
    std::string trace;
    bool json = false;
};

int judge(const JudgeArguments& arguments) {
    const SavedRun saved = judge_trace(arguments.trace);
    if (arguments.json) {
        fmt::print("{}\n", verdict_json(saved.scenario, saved.result));
    } else {
        Job job;
        job.file = arguments.trace;
        job.is_trace = true;
        fmt::print("{}", report_text(job, {}, saved.scenario, saved.result, {}));
    }
    return exit_code(saved.result);
}

}  // namespace

void add_judge_command(Command& app, Action& chosen) {
    auto arguments = std::make_shared<JudgeArguments>();
    auto* command = app.add_subcommand("judge", "Judge a saved trace again, without simulating");
    command->add_option("TRACE", arguments->trace, "A file written by `xsksim run --trace`")
        ->required();
    command->add_flag("--json", arguments->json, "Print the verdict as JSON");
    command->footer("Example:\n  xsksim run baseline --trace out.trace && xsksim judge out.trace");
    command->callback([arguments, &chosen] { chosen = [arguments] { return judge(*arguments); }; });
}

}  // namespace xsksim::cli
