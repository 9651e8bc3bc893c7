// SPDX-License-Identifier: GPL-2.0-only
#include <cstdio>

#include "sim/cli/commands.hpp"
#include "sim/scenario/parse.hpp"

namespace xsksim::cli {

void add_schema_command(CLI::App& app, Action& chosen) {
    auto* command = app.add_subcommand("schema", "Print the JSON Schema of the scenario format");
    command->footer(
        "Example:\n  xsksim schema > scenario.schema.json    for an editor's key completion");
    command->callback([&chosen] {
        chosen = [] {
            std::fputs(schema_json().c_str(), stdout);
            return 0;
        };
    });
}

}  // namespace xsksim::cli
