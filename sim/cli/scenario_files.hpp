// SPDX-License-Identifier: GPL-2.0-only
// Finds scenario files: a path as given, or the name of a shipped one.
#pragma once

#include <string>
#include <vector>

namespace xsksim::cli {

// Where the shipped scenarios lie: ./scenarios, else beside the build folder of this program.
// Empty when there are none.
std::string shipped_scenario_directory();

// Every *.json below `directory`, sorted by path.
std::vector<std::string> scenario_files_in(const std::string& directory);

// `argument` itself when such a file exists, else the shipped scenario of that name. Throws
// BadInput with the nearest shipped name.
std::string find_scenario(const std::string& argument);
// The same for sweeps.
std::string find_sweep(const std::string& argument);

}  // namespace xsksim::cli
