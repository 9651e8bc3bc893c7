// SPDX-License-Identifier: GPL-2.0-only
// What is explored: a scenario's file, what the user changes in it, and how far each workload goes.
// Plain values, equal in every process that takes part.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/explore/fault_menu.hpp"
#include "sim/explore/strategy.hpp"
#include "sim/scenario/parse.hpp"

namespace xsksim {

struct Explored {
    std::string file;
    std::vector<Override> set;  // the user's changes
    std::string driver;         // a name or a file; empty: the scenario's
    std::string driver_directory;
    // What makes a mutant of the simulated kernel or device: on top of everything else.
    std::vector<Override> mutation;
    // A driver, as a scenario names it: an execution that fails with it, too, and without the
    // mutation, is not told. Empty: none.
    std::string reference;
    std::vector<std::string> excepted;  // signatures that are not told
    FaultBudget faults;
    Strategy strategy = Strategy::portfolio;
    std::uint64_t seed = 1;
    std::uint64_t schedules = 16;  // drawn of each workload at most, with the undisturbed one
};

}  // namespace xsksim
