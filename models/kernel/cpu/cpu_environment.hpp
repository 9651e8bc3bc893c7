// SPDX-License-Identifier: GPL-2.0-only
// What the parts of Cpus stand on.
#pragma once

#include "models/kernel/costs.hpp"
#include "models/kernel/cpu/cpus_options.hpp"
#include "models/kernel/findings.hpp"
#include "models/memory/store_buffers.hpp"
#include "sim/core/choice.hpp"
#include "sim/core/engine.hpp"
#include "sim/core/trace.hpp"

namespace xsksim {

struct CpuEnvironment {
    Engine& engine;
    Trace& trace;
    Choice& choice;
    Findings& findings;
    const CpusOptions& options;
    const KernelCosts& costs;
    StoreBuffers* stores;  // nullptr but under memory order TSO
};

}  // namespace xsksim
