// SPDX-License-Identifier: GPL-2.0-only
// What the world and the judge need of a scenario that is no model's option: each sender's role
// among the others, and what judging must know beside the events.
#pragma once

#include <optional>

#include "models/app/sender_role.hpp"
#include "models/observe/judge_settings.hpp"
#include "sim/driver/manifest.hpp"
#include "sim/scenario/scenario.hpp"

namespace xsksim {

// Numbers as those of application_of().
SenderRole application_role(const Scenario& scenario, std::size_t number);
SenderRole udp_role(const Scenario& scenario, std::size_t index);
// What the scenario says, and costs of the driver's own functions where it says nothing.
ShimOptions shim_options(const Scenario& scenario, const DriverManifest& manifest);
JudgeSettings judge_settings(const Scenario& scenario, const DriverManifest& manifest);

}  // namespace xsksim
