// SPDX-License-Identifier: GPL-2.0-only
#include "sim/core/time_text.hpp"

#include <fmt/format.h>

namespace xsksim {

std::string count_text(std::uint64_t n) {
    std::string digits = std::to_string(n);
    for (std::size_t i = digits.size(); i > 3;) {
        i -= 3;
        digits.insert(i, 1, ' ');
    }
    return digits;
}

namespace {

std::string microseconds(std::int64_t ns, bool keep_zeros) {
    const bool negative = ns < 0;
    const std::uint64_t magnitude =
        negative ? 0 - static_cast<std::uint64_t>(ns) : static_cast<std::uint64_t>(ns);
    std::string text = (negative ? "-" : "") + count_text(magnitude / 1000);
    std::string decimals = fmt::format(".{:03}", magnitude % 1000);
    if (!keep_zeros) {
        while (decimals.back() == '0') decimals.pop_back();
        if (decimals == ".") decimals.clear();
    }
    return text + decimals + " us";
}

}  // namespace

std::string time_text(Instant at) { return at.is_never() ? "never" : microseconds(at.ns, true); }

std::string duration_text(Duration d) { return microseconds(d.ns, false); }

std::string counted(std::uint64_t n, const char* one, const char* many) {
    return count_text(n) + " " + (n == 1 ? one : many);
}

std::string counted(std::uint64_t n, const char* one) {
    return count_text(n) + " " + one + (n == 1 ? "" : "s");
}

}  // namespace xsksim
