// SPDX-License-Identifier: GPL-2.0-only
// What `xsksim driver list` and `driver show` say of drivers.
#pragma once

#include <string>
#include <vector>

#include "sim/driver/manifest.hpp"
#include "sim/run/driver_prices.hpp"
#include "sim/view/json/document.hpp"

namespace xsksim::cli {

std::string drivers_text(const std::vector<DriverManifest>& drivers);
std::string drivers_json(const std::vector<DriverManifest>& drivers);
std::string driver_text(const DriverManifest& driver, const DriverPrices& prices);
std::string driver_json(const DriverManifest& driver, const DriverPrices& prices);

inline constexpr OutputFormat drivers_format = {
    "drivers", 1, "The shipped drivers: `xsksim driver list --json`."};
inline constexpr OutputFormat driver_format = {"driver", 1,
                                               "One driver: `xsksim driver show --json`."};
schema::Properties drivers_schema();
schema::Properties driver_schema();

}  // namespace xsksim::cli
