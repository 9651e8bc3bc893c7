// SPDX-License-Identifier: GPL-2.0-only
// What a workload draws of its times, by section explore.time of what is explored, as settings of
// an ordinary scenario: whatever they make fail, a scenario can show. Per workload, not per
// execution: the world that executions share is built with its costs.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "sim/explore/dice.hpp"
#include "sim/scenario/parse.hpp"

namespace xsksim {

// With time free: how long somebody may be held up. `hold_ups` of them take a quarter of what the
// scenario's own bounds allow, which judge whoever is held up for longer.
Duration longest_hold_up(const Scenario& scenario);

// Each cost and latency that the scenario has, at up to stretch_percent of itself.
std::vector<Override> draw_stretched(const Scenario& scenario, Dice& dice);

// With time free: latencies of interrupts and device from 1 ns up, each order of magnitude as
// likely, and timers that are late.
std::vector<Override> draw_latencies(const Scenario& scenario, Dice& dice);

// With time free: contexts of the kernel and the application held up where the undisturbed
// execution passes, after an event of theirs. `places`: see ContextEvents.
std::vector<Override> draw_holds(const Scenario& scenario,
                                 const std::vector<std::pair<std::string, std::uint64_t>>& places,
                                 Dice& dice);

}  // namespace xsksim
