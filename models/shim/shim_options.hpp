// SPDX-License-Identifier: GPL-2.0-only
// What the shim charges a driver, watches of it and allows it: of a scenario's `guest.costs`,
// `bounds` and `trace`.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "sim/core/time.hpp"

namespace xsksim {

struct ShimOptions {
    std::uint64_t steps_per_call = 50'000'000;  // of one driver call, see StepCounter
    Duration memory_access{0};                  // cost of each instrumented access
    bool access_events = false;                 // every instrumented access becomes an event
    // Of the driver's manifest: its kernel's architecture allows plain accesses that are not
    // aligned.
    bool unaligned_accesses = false;
    // On entry to a driver function. A scenario's entries are laid over these defaults, and the
    // driver's manifest adds functions of its own.
    std::map<std::string, Duration> function_costs = {
        {"virtqueue_add_outbuf", {60}}, {"virtqueue_get_buf", {40}}, {"start_xmit", {200}}};
    std::string private_type = "virtnet_info";  // what netdev_priv() points to
    bool operator==(const ShimOptions&) const = default;
};

}  // namespace xsksim
