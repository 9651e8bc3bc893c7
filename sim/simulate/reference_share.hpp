// SPDX-License-Identifier: GPL-2.0-only
// A share of the runs that are made on the native engine is made again on the reference, SimGrid,
// and must be the same: so that "the same run on either" stays a fact that is looked at, wherever
// runs are made by the thousand. It costs 2 to 10 % of their time: a 64th of the runs, each of
// which takes 1.3 times as long there with one queue pair, and 5 times with eight.
#pragma once

#include <cstdint>

#include "sim/simulate/simulate.hpp"

namespace xsksim {

// One run in so many.
inline constexpr std::uint64_t reference_share = 64;

// Whether the run with this number (of a sweep, a batch, counted from 0) is made again: the first,
// and one in 64 of all, without a stride that the values of a sweep could have, too. It is the
// number's alone, so that it is the same for any number of workers, in any shard.
bool is_repeated_on_reference(std::uint64_t number);

// Makes the run again and throws SimulatorFault where it is another than `result`, which
// DigestListener has heard. The message names the scenario, the seed and how to look at the two.
void repeat_on_reference(const Scenario& scenario, SimulateOptions options,
                         const RunResult& result);

}  // namespace xsksim
