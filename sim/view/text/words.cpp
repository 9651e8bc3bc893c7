// SPDX-License-Identifier: GPL-2.0-only
#include "sim/view/text/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace xsksim {
namespace {

// 12.350 -> 12.35
std::string without_trailing_zeros(std::string text) {
    if (text.find('.') == std::string::npos || text.find('e') != std::string::npos) return text;
    while (text.back() == '0') text.pop_back();
    if (text.back() == '.') text.pop_back();
    return text;
}

std::string with_thousands(std::string digits) {
    const std::size_t first = digits.front() == '-' ? 1 : 0;
    for (std::size_t at = digits.size(); at > first + 3;) digits.insert(at -= 3, 1, ',');
    return digits;
}

// Of `digits` significant ones, without an exponent where that is short.
std::string significant(double value, int digits) {
    const std::string text = fmt::format("{:.{}g}", value, digits);
    return without_trailing_zeros(text);
}

}  // namespace

std::string readable_number(double value) {
    constexpr double exact = 1e15;
    if (!std::isfinite(value)) return "-";
    if (std::abs(value) >= exact) return fmt::format("{:.4g}", value);
    if (std::abs(value) >= 1000) return with_thousands(fmt::format("{:.0f}", value));
    return significant(value, 4);
}

std::string short_number(double value) {
    struct Prefix {
        double from;
        const char* text;
    };
    constexpr std::array prefixes = {Prefix{1e9, "G"}, Prefix{1e6, "M"}, Prefix{1e3, "k"}};
    if (!std::isfinite(value)) return "-";
    for (const auto& [from, text] : prefixes) {
        // What rounds up to 1000 of one prefix is 1 of the next.
        if (std::abs(value) < from * 0.9995) continue;
        const double scaled = value / from;
        return std::abs(scaled) >= 999.5 ? fmt::format("{:.0f}{}", scaled, text)
                                         : significant(scaled, 3) + text;
    }
    return significant(value, 3);
}

std::string csv_number(double value) {
    return std::isfinite(value) ? fmt::format("{}", value) : std::string();
}

std::string json_number(double value) {
    return std::isfinite(value) ? fmt::format("{}", value) : std::string("null");
}

std::string csv_field(std::string_view text) {
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
    std::string quoted = "\"";
    for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    return quoted + "\"";
}

std::string shell_quoted(const std::string& word) {
    constexpr const char* plain =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./=:,+%@";
    if (!word.empty() && word.find_first_not_of(plain) == std::string::npos) return word;
    std::string quoted = "'";
    for (const char c : word) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return quoted + "'";
}

std::size_t width_of(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::count_if(
        text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

}  // namespace xsksim
