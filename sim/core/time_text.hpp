// SPDX-License-Identifier: GPL-2.0-only
// How times are written for people: microseconds with three decimals, thousands set apart.
#pragma once

#include <string>

#include "sim/core/time.hpp"

namespace xsksim {

std::string time_text(Instant at);        // "1 234.567 us"
std::string duration_text(Duration d);    // "100 us", "12.34 us", "1 000 000 us"
std::string count_text(std::uint64_t n);  // "1 234 567"
// "1 packet", "119 packets"
std::string counted(std::uint64_t n, const char* one, const char* many);
std::string counted(std::uint64_t n, const char* one);  // plural with s

}  // namespace xsksim
