// SPDX-License-Identifier: GPL-2.0-only
// The names of error numbers, as a driver author knows them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace xsksim {

inline constexpr std::uint64_t errors_max = 4095;  // linux/err.h: MAX_ERRNO

inline constexpr const char* no_error = "ok";

// "EINVAL"; "error 4000" for a number that has no name.
std::string error_name(std::uint64_t number);
// The number again, 0 of no_error; nothing if it is no such name.
std::optional<std::uint64_t> error_number(std::string_view name);

}  // namespace xsksim
