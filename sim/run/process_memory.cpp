// SPDX-License-Identifier: GPL-2.0-only
#include "sim/run/process_memory.hpp"

namespace xsksim {

GuestMemory& process_memory() {
    static GuestMemory memory;
    return memory;
}

}  // namespace xsksim
