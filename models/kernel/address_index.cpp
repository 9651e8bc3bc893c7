// SPDX-License-Identifier: GPL-2.0-only
#include "models/kernel/address_index.hpp"

#include <utility>

namespace xsksim {

std::uint32_t AddressIndex::add(const void* address) {
    if ((used_ + 1) * 2 > slots_.size()) grow();
    const auto key = reinterpret_cast<std::uintptr_t>(address);
    std::size_t slot = slot_of(key);
    while (slots_[slot].index != 0) slot = (slot + 1) & mask_;
    slots_[slot] = {key, ++used_};
    return used_;
}

void AddressIndex::grow() {
    const std::vector<Slot> old = std::exchange(slots_, std::vector<Slot>(slots_.size() * 2));
    mask_ = slots_.size() - 1;
    for (const Slot& entry : old) {
        if (entry.index == 0) continue;
        std::size_t slot = slot_of(entry.key);
        while (slots_[slot].index != 0) slot = (slot + 1) & mask_;
        slots_[slot] = entry;
    }
}

}  // namespace xsksim
