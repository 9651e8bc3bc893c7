// SPDX-License-Identifier: GPL-2.0-only
#include "sim/core/error_name.hpp"

#include <cstring>

namespace xsksim {

std::string error_name(std::uint64_t number) {
    const char* const name =
        number <= errors_max ? ::strerrorname_np(static_cast<int>(number)) : nullptr;
    return name != nullptr ? name : "error " + std::to_string(number);
}

}  // namespace xsksim
