// SPDX-License-Identifier: GPL-2.0-only
// `xsksim driver ...`: what there is to do with drivers themselves.
#include "sim/cli/commands.hpp"
#include "sim/cli/driver_commands.hpp"

namespace xsksim::cli {

void add_driver_command(Command& app, Action& chosen) {
    auto* command = app.add_subcommand("driver", "List, show and build drivers");
    command->require_subcommand(1);
    add_driver_list_commands(*command, chosen);
    add_driver_build_command(*command, chosen);
}

}  // namespace xsksim::cli
