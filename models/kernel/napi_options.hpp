// SPDX-License-Identifier: GPL-2.0-only
// What NAPI is set to: of a scenario's `guest`.
#pragma once

#include <cstdint>

namespace xsksim {

// Only mutants say false.
struct NapiSafeguards {
    bool missed = true;         // a NAPI scheduled while scheduled is polled once more
    bool disable_waits = true;  // for a poll that runs
    bool operator==(const NapiSafeguards&) const = default;
};

struct NapiOptions {
    std::uint32_t budget = 300;  // net.core.netdev_budget: packets of one softirq round
    NapiSafeguards safeguards = {};
    bool operator==(const NapiOptions&) const = default;
};

}  // namespace xsksim
