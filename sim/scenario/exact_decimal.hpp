// SPDX-License-Identifier: GPL-2.0-only
// A JSON number to parts per billion and back, without rounding.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace xsksim {

struct Billionths {
    enum class Status { exact, outside, too_fine };  // outside: not in [0, 1]
    Status status = Status::exact;
    std::uint32_t count = 0;
};

// `written` is a number in JSON's grammar.
Billionths to_billionths(std::string_view written);
// 1000000 -> "0.001", 0 -> "0", 1000000000 -> "1"
std::string from_billionths(std::uint32_t count);

}  // namespace xsksim
