// SPDX-License-Identifier: GPL-2.0-only
// What a scenario sets for a driver that another driver does not have: module parameters, holds,
// prices of functions, steps and faults at places. Running the scenario as it is refuses them;
// comparing drivers leaves them out and says so.
#pragma once

#include <string>
#include <vector>

#include "sim/scenario/scenario.hpp"

namespace xsksim {

// JSON pointers into the scenario, "/driver/parameters/budget". `driver`: a name or
// file. Throws BadInput when there is no such driver.
std::vector<std::string> foreign_settings(const Scenario& scenario, const std::string& driver,
                                          const std::string& driver_directory);

void leave_out(Scenario& scenario, const std::vector<std::string>& settings);

}  // namespace xsksim
