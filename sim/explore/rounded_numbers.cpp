// SPDX-License-Identifier: GPL-2.0-only
#include "sim/explore/rounded_numbers.hpp"

namespace xsksim {
namespace {

std::int64_t power_below(std::int64_t value) {
    std::int64_t power = 1;
    while (value / power >= 10) power *= 10;
    return power;
}

// 1, 2, 5, 10, 20, 50, ...
std::int64_t next_round(std::int64_t value) {
    const std::int64_t power = power_below(value);
    const std::int64_t digit = value / power;
    return power * (digit < 2 ? 2 : digit < 5 ? 5 : 10);
}

}  // namespace

std::vector<std::int64_t> smaller_sizes(std::int64_t value) {
    std::vector<std::int64_t> sizes;
    for (std::int64_t size = 1; size < 16 && size < value; ++size) sizes.push_back(size);
    for (std::int64_t power = 16; power < value; power *= 2)
        for (const std::int64_t size : {power, power * 5 / 4, power * 3 / 2})
            if (size < value) sizes.push_back(size);
    return sizes;
}

std::vector<std::int64_t> rounder_times(std::int64_t value) {
    std::vector<std::int64_t> times;
    for (std::int64_t time = 100; time < value; time = next_round(time)) times.push_back(time);
    for (std::int64_t unit = power_below(value); unit >= 1; unit /= 10) {
        const std::int64_t down = value / unit * unit;
        if (down == value) break;
        if (down > 0) times.push_back(down);
        times.push_back(down + unit);
    }
    return times;
}

}  // namespace xsksim
