// SPDX-License-Identifier: GPL-2.0-only
// What a ring's memory says of what the driver did to it: for whoever watches from outside and
// knows the ring's format, but not the code that keeps it.
//
// Stands for nothing in the guest. Each format is one class: split_shared_ring.hpp,
// packed_shared_ring.hpp. Owner: RingEvents, one from each set-up to the next. Reads memory as the
// running vCPU sees it, its own undrained stores included. No scheduling points, no cost.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>

#include "models/events/event_wish.hpp"

namespace xsksim {

class SharedRing {
public:
    virtual ~SharedRing() = default;

    virtual std::uint32_t size() const = 0;

    // The driver made another buffer available, which takes so many descriptors of the ring: its
    // head, by which the device will call it.
    virtual std::uint16_t add(std::uint32_t descriptors) = 0;
    // How far the driver has come with making buffers available, as the device sees it.
    virtual std::uint16_t available_index() const = 0;
    // What the device asks of notifications, as events tell it; and what that means.
    virtual std::uint32_t kick_event() const = 0;
    virtual EventWish wish(std::uint32_t kick_event) const = 0;

    // What the next used entry calls its buffer; nothing when there is no entry to take.
    virtual std::optional<std::uint32_t> next_used() const = 0;
    // The driver took the next used buffer, which gave back so many descriptors: what its entry
    // calls it.
    virtual std::uint32_t take(std::uint32_t descriptors) = 0;

    // What the driver asks of interrupts: the buffer of the event index, and the flags.
    virtual std::uint16_t used_event() const = 0;
    virtual std::uint16_t callback_flags() const = 0;

protected:
    static std::uint16_t load16(const std::byte* from) {
        std::uint16_t value = 0;
        std::memcpy(&value, from, sizeof value);
        return value;
    }
};

}  // namespace xsksim
