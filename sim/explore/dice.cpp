// SPDX-License-Identifier: GPL-2.0-only
#include "sim/explore/dice.hpp"

#include <algorithm>
#include <bit>

namespace xsksim {

// First the power of two, then what lies from it to the next: integers alone, so that no rounding
// of a machine's decides.
std::int64_t Dice::magnitude(std::int64_t low, std::int64_t high) {
    const std::int64_t first = std::countl_zero(static_cast<std::uint64_t>(low));
    const std::int64_t last = std::countl_zero(static_cast<std::uint64_t>(high));
    const auto power = std::int64_t{1} << (63 - between(last, first));
    return between(std::max(low, power), std::min(high, power + (power - 1)));
}

}  // namespace xsksim
