// SPDX-License-Identifier: GPL-2.0-only
#include "sim/driver/missing_places.hpp"

#include <algorithm>

#include "models/shim/object/symbols.hpp"

namespace xsksim {

bool has_function(const DriverObject& driver, const std::string& name) {
    return std::ranges::any_of(driver.symbols().functions(),
                               [&](const FunctionSymbol& known) { return name == known.name; });
}

bool has_place(const DriverObject& driver, const Place& place) {
    return !place.is_set() || place.is_event() || has_function(driver, place.function());
}

std::optional<std::string> missing_function(const DriverObject& driver, const HoldRule& hold) {
    if (!has_place(driver, hold.at)) return hold.at.function();
    if (!has_place(driver, hold.until)) return hold.until.function();
    return std::nullopt;
}

}  // namespace xsksim
