// SPDX-License-Identifier: GPL-2.0-only
// The system under test as the world handles it: a driver object in a guest kernel.
// Stands for: modprobe with parameters (kernel/params.c, Linux 5.11) and `ip link set up`.
// Simplified: parameters are set before the driver is loaded and not changed later.
// Owner: the world, one a run, after ShimContext. Scheduling points: those of the driver's own code
// in the task that boot() spawns. Events: module_param, once for each parameter, at boot.
// Errors: an unknown parameter or a value that does not fit is a sentence for the user (bad input);
// a driver whose init fails is a failure finding.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/shim/shim_context.hpp"

namespace xsksim {

class Guest {
public:
    explicit Guest(ShimContext& shim) : shim_(shim) {}

    // What is wrong ("v1 has no parameter xsk_budgte; it has napi_tx, ..."), nullopt when set.
    std::optional<std::string> set_parameter(std::string_view name, std::int64_t value);
    std::optional<std::int64_t> parameter(std::string_view name) const;

    // Spawns the task that loads the driver and brings the interface up; then `booted` runs in it,
    // in user mode, if both succeeded. The task is due at the start of the run.
    ContextId boot(CpuId cpu, std::function<void()> booted);

private:
    void trace_parameters();
    bool load();

    ShimContext& shim_;
};

}  // namespace xsksim
