// SPDX-License-Identifier: GPL-2.0-only
// How a device reads and writes the memory of a ring, of any format: the engine is told of each
// access, and a store of a shared word is ordered as the memory says (StoreBuffers).
//
// Stands for: a backend's mapping of guest memory. Addresses were checked when the ring was set up.
// Owner: a ring of the device. No cost, no scheduling points, no errors.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "models/memory/guest_memory.hpp"
#include "sim/core/engine.hpp"

namespace xsksim {

class RingMemory {
public:
    RingMemory(const Engine& engine, const GuestMemory& memory)
        : engine_(engine), memory_(memory) {}

    void tell(AccessKind how, const std::byte* at, std::size_t bytes) const {
        engine_.tell(Operation::access(how, memory_.physical(at).value, bytes));
    }
    void load(void* into, const std::byte* from, std::size_t bytes, AccessKind how) const {
        tell(how, from, bytes);
        std::memcpy(into, from, bytes);
    }
    void store(std::byte* to, const void* from, std::size_t bytes, AccessKind how) const {
        tell(how, to, bytes);
        std::memcpy(to, from, bytes);
    }
    std::uint16_t load16(const std::byte* from, AccessKind how = marked_read) const {
        std::uint16_t value = 0;
        load(&value, from, sizeof value, how);
        return value;
    }
    // A word that the other side looks at.
    void store16(std::byte* to, std::uint16_t value) const {
        if (memory_.stores() != nullptr) [[unlikely]]
            memory_.before_store(to, sizeof value);
        store(to, &value, sizeof value, marked_write);
    }
    const GuestMemory& guest() const { return memory_; }

private:
    const Engine& engine_;
    const GuestMemory& memory_;
};

}  // namespace xsksim
