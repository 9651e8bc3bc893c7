// SPDX-License-Identifier: GPL-2.0-only
// Which numbers are tried in place of one: those that a person would write, the best first.
#pragma once

#include <cstdint>
#include <vector>

namespace xsksim {

// Of a number of things: 1 to 16, then ever coarser, below `value`.
std::vector<std::int64_t> smaller_sizes(std::int64_t value);
// Of a time: 100 ns, 200, 500, 1000, ... below `value`, as far as it has more digits than one; then
// its own first digits. None that is less round than it is.
std::vector<std::int64_t> rounder_times(std::int64_t value);

}  // namespace xsksim
