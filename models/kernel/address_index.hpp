// SPDX-License-Identifier: GPL-2.0-only
// A flat hash from an address to a small index. Locks and timers are known to the driver by their
// address; the host's pointer values must not reach an order or a text, so everything beyond the
// look-up uses the index, which counts first uses.
// Stands for nothing in the guest. Never iterated. No scheduling points, no cost, no errors.
#pragma once

#include <cstdint>
#include <vector>

namespace xsksim {

class AddressIndex {
public:
    // The index of `address`, 0 if it has none.
    std::uint32_t find(const void* address) const {
        const auto key = reinterpret_cast<std::uintptr_t>(address);
        for (std::size_t slot = slot_of(key);; slot = (slot + 1) & mask_) {
            if (slots_[slot].key == key) return slots_[slot].index;
            if (slots_[slot].index == 0) return 0;
        }
    }
    // Gives `address`, which has none, the next index: 1, 2, 3 ...
    std::uint32_t add(const void* address);

private:
    struct Slot {
        std::uintptr_t key = 0;
        std::uint32_t index = 0;
    };

    std::size_t slot_of(std::uintptr_t key) const {
        return static_cast<std::size_t>((key * 0x9e3779b97f4a7c15ULL) >> 40) & mask_;
    }
    void grow();

    std::size_t mask_ = 63;
    std::uint32_t used_ = 0;
    std::vector<Slot> slots_ = std::vector<Slot>(64);
};

}  // namespace xsksim
