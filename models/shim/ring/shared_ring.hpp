// SPDX-License-Identifier: GPL-2.0-only
// What a ring's memory says of what the driver did to it: for whoever watches from outside and
// knows the ring's format, but not the code that keeps it.
//
// Stands for nothing in the guest. Each format is one class; the split ring is
// split_shared_ring.hpp. A packed ring (virtio 1.1 §2.7 and later) would implement the same: add()
// and take() walk its two cursors over the one descriptor ring by what the buffer takes or gave
// back, and turn their wrap counters; kick_event() and used_event() are desc_event_off_wrap of the
// device's and the driver's event suppression structure, callback_flags() is the flags of the
// latter. Owner: RingEvents, one from each set-up to the next. Reads memory as the running vCPU
// sees it, its own undrained stores included. No scheduling points, no cost.
#pragma once

#include <cstdint>
#include <optional>

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
    // What the device asks of notifications: an index, or flags without EVENT_IDX.
    virtual std::uint16_t kick_event() const = 0;

    // What the next used entry calls its buffer; nothing when there is no entry to take.
    virtual std::optional<std::uint32_t> next_used() const = 0;
    // The driver took the next used buffer, which gave back so many descriptors: what its entry
    // calls it.
    virtual std::uint32_t take(std::uint32_t descriptors) = 0;

    // What the driver asks of interrupts.
    virtual std::uint16_t used_event() const = 0;
    virtual std::uint16_t callback_flags() const = 0;
};

}  // namespace xsksim
