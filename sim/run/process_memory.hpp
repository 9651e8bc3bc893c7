// SPDX-License-Identifier: GPL-2.0-only
// The guest memory of worlds that bring none of their own: one a process, since reserving it anew
// for each would cost more than a short run.
#pragma once

#include "models/memory/guest_memory.hpp"

namespace xsksim {

GuestMemory& process_memory();

}  // namespace xsksim
