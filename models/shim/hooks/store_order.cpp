// SPDX-License-Identifier: GPL-2.0-only
#include "models/shim/hooks/store_order.hpp"

#include "models/shim/hooks/access_state.hpp"

namespace xsksim {

void note_store(void* bytes, std::size_t count) {
    const GuestMemory* memory = access_state.memory;
    if (memory == nullptr || memory->stores() == nullptr || count == 0) return;
    if (access_state.on_own_stack(reinterpret_cast<std::uintptr_t>(bytes))) return;
    memory->before_store(bytes, count);
}

void full_barrier() {
    if (access_state.memory != nullptr) access_state.memory->full_barrier();
}

}  // namespace xsksim
