// SPDX-License-Identifier: GPL-2.0-only
#include "sim/core/error_name.hpp"

#include <cstring>

namespace xsksim {

std::string error_name(std::uint64_t number) {
    const char* const name =
        number <= errors_max ? ::strerrorname_np(static_cast<int>(number)) : nullptr;
    return name != nullptr ? name : "error " + std::to_string(number);
}

std::optional<std::uint64_t> error_number(std::string_view name) {
    if (name == no_error) return 0;
    for (std::uint64_t number = 1; number <= errors_max; ++number)
        if (error_name(number) == name) return number;
    return std::nullopt;
}

}  // namespace xsksim
