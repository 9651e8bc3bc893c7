// SPDX-License-Identifier: GPL-2.0-only
#include "sim/cli/batch_options.hpp"

#include <algorithm>
#include <thread>

namespace xsksim::cli {

unsigned default_jobs() { return std::max(1U, std::thread::hardware_concurrency()); }

void add_batch_options(Command& command, unsigned& jobs, std::string& driver_directory) {
    command.add_option("--jobs,-j", jobs, "Runs at the same time (default: processors)")
        ->check_range(1, 1024);
    command.add_option("--driver-dir", driver_directory,
                       "Where driver objects lie (default: beside the program)");
}

}  // namespace xsksim::cli
