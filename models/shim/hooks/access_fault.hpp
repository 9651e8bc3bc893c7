// SPDX-License-Identifier: GPL-2.0-only
// Says in words what is wrong with an access that may not happen. Private to the shim.
// Stands for: the report of KASAN (mm/kasan/report.c, Linux 5.11). Addresses are guest-physical or
// offsets, never the host's. No scheduling points, no cost.
#pragma once

#include <optional>
#include <string>

#include "models/codes.hpp"
#include "models/memory/guest_memory.hpp"
#include "models/shim/hooks/access_check.hpp"
#include "models/shim/object/driver_object.hpp"

namespace xsksim {

struct BadAccess {
    Code code;
    std::string words;
};

// nullopt if the bytes may be touched: they lie in valid guest memory or in the driver's image.
std::optional<BadAccess> access_fault(const GuestMemory& memory, const DriverObject& driver,
                                      const Access& access);

}  // namespace xsksim
