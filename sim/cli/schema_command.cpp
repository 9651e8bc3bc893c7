// SPDX-License-Identifier: GPL-2.0-only
#include <cstdio>
#include <memory>

#include "sim/cli/commands.hpp"
#include "sim/run/trace_file.hpp"
#include "sim/scenario/parse.hpp"
#include "sim/sweep/plan.hpp"

namespace xsksim::cli {

void add_schema_command(Command& app, Action& chosen) {
    auto of_sweeps = std::make_shared<bool>(false), of_traces = std::make_shared<bool>(false);
    auto* command = app.add_subcommand("schema", "Print the JSON Schema of the scenario format");
    auto* sweeps = command->add_flag("--sweep", *of_sweeps, "That of sweep files instead");
    command->add_flag("--trace", *of_traces, "That of a saved trace's rows instead")
        ->excludes(sweeps);
    command->footer(
        "Example:\n  xsksim schema > scenario.schema.json    for an editor's key completion");
    command->callback([of_sweeps, of_traces, &chosen] {
        chosen = [of_sweeps, of_traces] {
            const std::string schema = *of_sweeps   ? sweep_schema_json()
                                       : *of_traces ? trace_schema_json()
                                                    : schema_json();
            std::fputs(schema.c_str(), stdout);
            return 0;
        };
    });
}

}  // namespace xsksim::cli
