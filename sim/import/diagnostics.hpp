// SPDX-License-Identifier: GPL-2.0-only
// What gcc and ld say, as problems at the user's lines.
#pragma once

#include <string>
#include <vector>

#include "sim/import/problem.hpp"

namespace xsksim {

struct Diagnostics {
    std::vector<ImportProblem> errors;
    std::vector<ImportProblem> warnings;
    void add(const Diagnostics& other);
};

// A function or header that the shim does not have is an error in our words, whatever gcc calls it.
Diagnostics read_compiler_output(const std::string& output);
Diagnostics read_linker_output(const std::string& output);

}  // namespace xsksim
