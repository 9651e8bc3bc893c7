// SPDX-License-Identifier: GPL-2.0-only
// gnuplot as a process: a script in, a picture out.
#pragma once

#include <string>

namespace xsksim::cli {

// Writes the picture to `file`, whole or not at all. Throws std::runtime_error, with the package to
// install where there is no gnuplot.
void draw(const std::string& script, const std::string& file);

}  // namespace xsksim::cli
