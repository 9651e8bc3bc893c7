// SPDX-License-Identifier: GPL-2.0-only
#include "sim/cli/argument_text.hpp"

#include <fmt/format.h>

namespace xsksim::cli {

Override override_of(const std::string& text) {
    const auto equals = text.find('=');
    if (equals == std::string::npos || text.empty() || text.front() != '/')
        refuse("--set", "/json/pointer=value", text);
    return {text.substr(0, equals), text.substr(equals + 1)};
}

std::string whole_number(const std::string& text) {
    const bool digits = !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
    return digits ? "" : fmt::format("wanted a whole number, not negative, got {}", text);
}

}  // namespace xsksim::cli
