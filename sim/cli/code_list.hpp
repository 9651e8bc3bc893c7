// SPDX-License-Identifier: GPL-2.0-only
// The codes of findings and stalls (models/codes.hpp), for a terminal of 80 columns.
#pragma once

#include <string>

namespace xsksim::cli {

std::string codes_text();

}  // namespace xsksim::cli
