// SPDX-License-Identifier: GPL-2.0-only
// What an AF_XDP sender stands on, and what it counts.
#pragma once

#include <cstdint>

#include "models/fault_port.hpp"
#include "models/ports.hpp"
#include "sim/core/engine.hpp"
#include "sim/core/trace.hpp"

namespace xsksim {

struct XskSenderGuest {
    Engine& engine;
    Trace& trace;
    TaskCalls& tasks;
    XskCalls& xsk;
    GuestMemory& memory;
    FaultSource* faults = nullptr;  // whose rules strike here; none: none do

    bool has_rule(FaultSite site) const { return faults != nullptr && faults->has(site); }
};

struct XskSenderCounters {
    std::uint64_t submitted = 0, reclaimed = 0;
    std::uint64_t abandoned = 0;   // handed over when the socket was closed: never came back
    std::uint64_t unexpected = 0;  // completions of frames that were not handed over
    std::uint64_t sendmsg_calls = 0, sendmsg_errors = 0;
};

}  // namespace xsksim
