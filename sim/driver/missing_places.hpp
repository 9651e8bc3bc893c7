// SPDX-License-Identifier: GPL-2.0-only
// What a scenario's places are to a driver that is edited: functions come and go, and a hold at one
// that is gone can hold nobody.
// Owner: none. Errors: none.
#pragma once

#include <optional>
#include <string>

#include "models/shim/object/driver_object.hpp"
#include "sim/scenario/scenario.hpp"

namespace xsksim {

bool has_function(const DriverObject& driver, const std::string& name);
// Events are nobody's, and every driver's.
bool has_place(const DriverObject& driver, const Place& place);
// The function that the driver lacks of those that the hold names; nothing: it has them.
std::optional<std::string> missing_function(const DriverObject& driver, const HoldRule& hold);

}  // namespace xsksim
