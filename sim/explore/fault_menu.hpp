// SPDX-License-Identifier: GPL-2.0-only
// Which faults an exploration may let strike, and the rules that one workload gets of them. None by
// default: what fails then is the driver's own.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/fault_kinds.hpp"
#include "sim/core/words.hpp"
#include "sim/explore/dice.hpp"
#include "sim/scenario/scenario.hpp"

namespace xsksim {

XSKSIM_WORDS(FaultMenu, none, interrupts, kicks, device, guest, all);

struct FaultBudget {
    FaultMenu menu = FaultMenu::none;
    std::uint32_t strikes_max = 2;  // of an execution
};

// The kinds of a menu: interrupts (the message and the decision on it), kicks (and what a device
// does before it sleeps), device (service and publication), guest (vCPUs, timers, memory, adding),
// all (those, and an application that does what it should not).
std::vector<FaultWhat> kinds_of(FaultMenu menu);

// Up to strikes_max rules as JSON, each for one strike at a moment that is drawn; none of kinds
// that strike what the scenario has not.
std::vector<std::string> draw_faults(const FaultBudget& budget, const Scenario& scenario,
                                     Dice& dice);

}  // namespace xsksim
