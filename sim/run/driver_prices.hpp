// SPDX-License-Identifier: GPL-2.0-only
// What entering a driver's functions takes, and which of them take nothing: what `driver show` says
// of prices. Where scenario and profile say nothing else.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "sim/core/time.hpp"
#include "sim/driver/loaded_driver.hpp"

namespace xsksim {

struct DriverPrices {
    std::map<std::string, Duration> priced;  // of those that the object has
    // Of a kernel's own driver: the other functions of its text that are called.
    std::vector<std::string> unpriced;
};

DriverPrices prices_of(const LoadedDriver& driver);

}  // namespace xsksim
