// SPDX-License-Identifier: GPL-2.0-only
// What made a store's content: results of different builds do not go together.
#pragma once

#include <string>

namespace xsksim {

// The commit, and a sum of the program and of its drivers. An empty directory: those beside it.
std::string build_identity(const std::string& driver_directory);

}  // namespace xsksim
