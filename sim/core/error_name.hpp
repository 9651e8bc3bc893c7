// SPDX-License-Identifier: GPL-2.0-only
// The names of error numbers, as a driver author knows them.
#pragma once

#include <cstdint>
#include <string>

namespace xsksim {

inline constexpr std::uint64_t errors_max = 4095;  // linux/err.h: MAX_ERRNO

// "EINVAL"; "error 4000" for a number that has no name.
std::string error_name(std::uint64_t number);

}  // namespace xsksim
