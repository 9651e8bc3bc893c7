// SPDX-License-Identifier: GPL-2.0-only
#include "sim/scenario/exact_decimal.hpp"

#include <algorithm>
#include <charconv>

namespace xsksim {

namespace {

constexpr std::uint32_t billion = 1'000'000'000;

// A number as digits * 10^exponent, without zeros at either end of the digits.
struct Scientific {
    std::string digits;
    std::int64_t exponent = 0;
    bool negative = false;
};

std::int64_t exponent_of(std::string_view text) {
    if (!text.empty() && text.front() == '+') text.remove_prefix(1);
    std::int64_t exponent = 0;
    const auto result = std::from_chars(text.data(), text.data() + text.size(), exponent);
    // Beyond 64 bits only the sign matters.
    constexpr std::int64_t huge = 1'000'000'000'000;
    if (result.ec == std::errc::result_out_of_range) return text.front() == '-' ? -huge : huge;
    return std::clamp(exponent, -huge, huge);
}

Scientific scientific(std::string_view written) {
    Scientific number;
    number.negative = written.front() == '-';
    if (number.negative) written.remove_prefix(1);
    const std::size_t e = std::min(written.find_first_of("eE"), written.size());
    if (e < written.size()) number.exponent = exponent_of(written.substr(e + 1));
    bool behind_point = false;
    for (const char c : written.substr(0, e)) {
        if (c == '.') {
            behind_point = true;
            continue;
        }
        number.digits += c;
        if (behind_point) --number.exponent;
    }
    number.digits.erase(0, std::min(number.digits.find_first_not_of('0'), number.digits.size()));
    while (!number.digits.empty() && number.digits.back() == '0') {
        number.digits.pop_back();
        ++number.exponent;
    }
    return number;
}

}  // namespace

Billionths to_billionths(std::string_view written) {
    using Status = Billionths::Status;
    const Scientific number = scientific(written);
    if (number.digits.empty()) return {Status::exact, 0};
    if (number.negative) return {Status::outside, 0};
    const std::int64_t magnitude =
        static_cast<std::int64_t>(number.digits.size()) + number.exponent;
    const bool is_one = number.digits == "1" && number.exponent == 0;
    if (is_one) return {Status::exact, billion};
    if (magnitude > 0) return {Status::outside, 0};
    if (number.exponent < -9) return {Status::too_fine, 0};
    std::uint32_t count = 0;
    std::from_chars(number.digits.data(), number.digits.data() + number.digits.size(), count);
    for (std::int64_t power = -9; power < number.exponent; ++power) count *= 10;
    return {Status::exact, count};
}

std::string from_billionths(std::uint32_t count) {
    if (count % billion == 0) return std::to_string(count / billion);
    std::string decimals = std::to_string(billion + count % billion).substr(1);
    while (decimals.back() == '0') decimals.pop_back();
    return std::to_string(count / billion) + "." + decimals;
}

}  // namespace xsksim
