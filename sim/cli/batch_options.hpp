// SPDX-License-Identifier: GPL-2.0-only
// The options that every command has which runs many scenarios at once.
#pragma once

#include <string>

#include "sim/cli/command_line.hpp"

namespace xsksim::cli {

// Processors.
unsigned default_jobs();

void add_batch_options(Command& command, unsigned& jobs, std::string& driver_directory);

}  // namespace xsksim::cli
