// SPDX-License-Identifier: GPL-2.0-only
// What the guest kernel is set to, each part by its own struct: most of a scenario's `guest`.
#pragma once

#include "models/kernel/costs.hpp"
#include "models/kernel/cpu/cpus_options.hpp"
#include "models/kernel/napi_options.hpp"
#include "models/kernel/net_device_options.hpp"

namespace xsksim {

// Only mutants say false.
struct RcuSafeguards {
    bool waits = true;  // a grace period waits for readers, and is not only time
    bool operator==(const RcuSafeguards&) const = default;
};

struct KernelOptions {
    CpusOptions cpus = {};
    NapiOptions napi = {};
    NetDeviceOptions net_device = {};
    RcuSafeguards rcu = {};
    KernelCosts costs = {};
    bool operator==(const KernelOptions&) const = default;
};

}  // namespace xsksim
