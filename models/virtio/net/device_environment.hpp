// SPDX-License-Identifier: GPL-2.0-only
// What every queue of a device needs of the world. All outlive the device.
#pragma once

#include "models/events.hpp"
#include "models/fault_port.hpp"
#include "models/memory/guest_memory.hpp"
#include "models/ports.hpp"
#include "models/queue_map.hpp"
#include "sim/core/engine.hpp"
#include "sim/core/trace.hpp"

namespace xsksim {

struct DeviceEnvironment {
    Engine& engine;
    Trace& trace;
    const GuestMemory& memory;
    InterruptLines& interrupts;
    FaultSource& faults;
    const QueueMap& queues;
};

// As events have it.
constexpr MemoryState memory_state(ByteState state) {
    switch (state) {
        case ByteState::valid:
            return MemoryState::valid;
        case ByteState::never_allocated:
            return MemoryState::never_allocated;
        case ByteState::redzone:
            return MemoryState::redzone;
        case ByteState::freed:
            return MemoryState::freed;
        case ByteState::unpinned:
            return MemoryState::unpinned;
    }
    return MemoryState::valid;
}

// The device touches these bytes of a buffer: an event, where it should not.
inline void report_stale(const DeviceEnvironment& environment, QueueIndex queue, std::uint32_t head,
                         GuestPhysical start, const std::byte* data, std::size_t bytes) {
    const AccessFault fault = environment.memory.check(data, bytes);
    const bool is_valid = fault.state == ByteState::valid;
    if (is_valid && environment.memory.device_reaches(start, bytes)) return;
    environment.trace.emit(
        event::DevStale{.queue = queue,
                        .head = head,
                        .gpa = {is_valid ? start.value : fault.where.value},
                        .state = is_valid ? MemoryState::unmapped : memory_state(fault.state)});
}

}  // namespace xsksim
