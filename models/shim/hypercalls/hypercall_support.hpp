// SPDX-License-Identifier: GPL-2.0-only
// What every file of hypercalls needs: the running world, and where the driver called from.
// Private to the shim.
#pragma once

#include <cstdint>

#include "models/shim/hooks/access_check.hpp"
#include "models/shim/hooks/access_state.hpp"
#include "models/shim/hypercalls/hypercalls.h"
#include "models/shim/hypercalls/shim_context.hpp"

// The driver's code address that called the hypercall this stands in.
#define XSKSIM_CALLER_PC reinterpret_cast<std::uintptr_t>(__builtin_return_address(0))

namespace xsksim {

inline GuestKernel& kernel() { return ShimContext::active().world().kernel; }
inline RingEvents& rings() { return ShimContext::active().rings(); }

}  // namespace xsksim
