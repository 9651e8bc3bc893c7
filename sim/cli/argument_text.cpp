// SPDX-License-Identifier: GPL-2.0-only
#include "sim/cli/argument_text.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cstdlib>
#include <stdexcept>

namespace xsksim::cli {

Override override_of(const std::string& text) {
    const auto equals = text.find('=');
    if (equals == std::string::npos || text.empty() || text.front() != '/')
        refuse("--set", "/json/pointer=value", text);
    return {text.substr(0, equals), text.substr(equals + 1)};
}

std::chrono::seconds seconds_of(const std::string& option, const std::string& text,
                                const std::string& wanted) {
    std::uint32_t number = 0;
    const auto result = std::from_chars(text.data(), text.data() + text.size(), number);
    const std::string unit(result.ptr, text.data() + text.size());
    const std::uint32_t seconds = unit.empty() || unit == "s" ? 1
                                  : unit == "m"               ? 60
                                  : unit == "h"               ? 3600
                                                              : 0;
    if (result.ec != std::errc{} || seconds == 0) refuse(option, wanted, "\"" + text + "\"");
    return std::chrono::seconds(std::uint64_t{number} * seconds);
}

Shard shard_of(const std::string& text) {
    if (text.empty()) return {};
    try {
        return parse_shard(text, [](const char* name) { return std::getenv(name); });
    } catch (const std::invalid_argument& error) {
        const std::string why = error.what();
        const std::size_t got = why.rfind(", got ");
        refuse("--shard", why.substr(0, got),
               got == std::string::npos ? "\"" + text + "\"" : why.substr(got + 6));
    }
}

std::string whole_number(const std::string& text) {
    const bool digits = !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
    return digits ? "" : fmt::format("wanted a whole number, not negative, got {}", text);
}

}  // namespace xsksim::cli
