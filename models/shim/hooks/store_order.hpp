// SPDX-License-Identifier: GPL-2.0-only
// How the driver's stores and barriers reach the store buffers (memory order TSO). Private to the
// shim. Nothing under sequential consistency.
// Stands for: what x86 makes of each access: see models/memory/store_buffers.hpp.
// No scheduling points, no cost.
#pragma once

#include <cstddef>

namespace xsksim {

// A plain store of the driver follows at once. Its own stack is nobody else's: not buffered.
void note_store(void* bytes, std::size_t count);
// mfence, or an instruction with a lock prefix.
void full_barrier();

}  // namespace xsksim
