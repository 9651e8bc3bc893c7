// SPDX-License-Identifier: GPL-2.0-only
// Forms of arguments that several subcommands take.
#pragma once

#include <chrono>
#include <string>

#include "sim/jobs/shard.hpp"
#include "sim/scenario/parse.hpp"

namespace xsksim::cli {

// "/json/pointer=value"; throws BadInput for anything else.
Override override_of(const std::string& text);

// "90", "90s", "10m", "2h"; throws BadInput for anything else, which wants `wanted`.
std::chrono::seconds seconds_of(const std::string& option, const std::string& text,
                                const std::string& wanted = "a time such as 90s, 10m or 2h");

// "3/8", "auto"; empty: all there is. Throws BadInput for anything else.
Shard shard_of(const std::string& text);

// A validator: empty, or what is wrong. CLI11 would take -1 for 18446744073709551615.
std::string whole_number(const std::string& text);

}  // namespace xsksim::cli
