// SPDX-License-Identifier: GPL-2.0-only
// The least multiple of `multiple` that holds `value`.
#pragma once

#include <cstddef>

namespace xsksim {

constexpr std::size_t round_up(std::size_t value, std::size_t multiple) {
    return (value + multiple - 1) / multiple * multiple;
}

}  // namespace xsksim
