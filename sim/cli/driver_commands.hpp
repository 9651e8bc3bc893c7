// SPDX-License-Identifier: GPL-2.0-only
// The subcommands of `xsksim driver`.
#pragma once

#include "sim/cli/commands.hpp"

namespace xsksim::cli {

void add_driver_list_commands(Command& driver, Action& chosen);  // list, show
void add_driver_build_command(Command& driver, Action& chosen);

}  // namespace xsksim::cli
