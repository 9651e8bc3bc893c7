// SPDX-License-Identifier: GPL-2.0-only
// What the program's exit says, and the way there from whatever a command throws.
#pragma once

#include <functional>

namespace xsksim::cli {

inline constexpr int exit_ok = 0;
inline constexpr int exit_unexpected = 1;    // not as the scenario expects
inline constexpr int exit_bad_input = 2;     // or usage, or a file that cannot be read or written
inline constexpr int exit_inconclusive = 3;  // also: a sweep is unfinished
inline constexpr int exit_simulator_fault = 4;

// A simulator fault outweighs bad input, that a wrong verdict, that an inconclusive one.
int worse(int a, int b);

// The exit code of what the action returns or throws; an error's message goes to stderr.
int exit_of(const std::function<int()>& action);

}  // namespace xsksim::cli
