// SPDX-License-Identifier: GPL-2.0-only
// A driver side of a split virtqueue, written from virtio 1.x §2.7 and independent of both the
// device model and the kernel-style one: rings built by hand in guest memory.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include "models/memory/guest_memory.hpp"
#include "models/ports.hpp"

namespace xsksim::test {

// A piece of a buffer, as a driver describes it to a descriptor.
struct Piece {
    GuestPhysical address;
    std::uint32_t bytes = 0;
    bool device_writes = false;
};

class DriverSide {
public:
    struct Descriptor {
        std::uint64_t address;
        std::uint32_t length;
        std::uint16_t flags;
        std::uint16_t next;
    };
    struct Used {
        std::uint32_t id;
        std::uint32_t length;
    };

    DriverSide(GuestMemory& memory, std::uint32_t size, bool event_idx = true)
        : memory_(memory), size_(size), event_idx_(event_idx) {
        descriptors = static_cast<Descriptor*>(memory.allocate_pages(16 * std::size_t{size}));
        available = static_cast<std::uint16_t*>(memory.allocate_pages(6 + 2 * std::size_t{size}));
        used = static_cast<std::byte*>(memory.allocate_pages(6 + 8 * std::size_t{size}));
    }

    QueueAddresses addresses() const {
        return {size_, memory_.physical(descriptors), memory_.physical(available),
                memory_.physical(used)};
    }

    // Writes a chain into descriptors first, first+1, ... of `table`.
    static void describe(Descriptor* table, std::uint16_t first, const std::vector<Piece>& pieces) {
        for (std::size_t i = 0; i < pieces.size(); ++i) {
            const bool last = i + 1 == pieces.size();
            const auto at = static_cast<std::uint16_t>(first + i);
            table[at] = {
                pieces[i].address.value, pieces[i].bytes,
                static_cast<std::uint16_t>((last ? 0 : 1) | (pieces[i].device_writes ? 2 : 0)),
                static_cast<std::uint16_t>(last ? 0 : at + 1)};
        }
    }

    // Makes the chain that starts at `head` available; the index moves with submit().
    void offer(std::uint16_t head) {
        available[2 + next_available_ % size_] = head;
        ++next_available_;
    }
    void submit() { available[1] = next_available_; }
    std::uint16_t next_available() const { return next_available_; }
    void begin_at(std::uint16_t index) { next_available_ = index; }  // for wrap tests

    // Descriptors 2n and 2n+1, header apart from payload, as virtio-net's transmit.
    void offer_frame(std::uint16_t n, GuestPhysical header, Piece payload) {
        describe(descriptors, static_cast<std::uint16_t>(2 * n), {{header, 12}, payload});
        offer(static_cast<std::uint16_t>(2 * n));
    }

    // kick_prepare: is a doorbell needed for what was made available since the last call?
    bool needs_kick() {
        const std::uint16_t before = last_kicked_;
        last_kicked_ = next_available_;
        if (!event_idx_) return (used_flags() & 1) == 0;
        const auto moved = static_cast<std::uint16_t>(next_available_ - before);
        return static_cast<std::uint16_t>(next_available_ - available_event() - 1) < moved;
    }

    std::uint16_t used_flags() const { return word(0); }
    std::uint16_t used_index() const { return word(2); }
    std::uint16_t available_event() const { return word(4 + 8 * std::size_t{size_}); }
    void set_used_event(std::uint16_t event) { available[2 + size_] = event; }
    void set_available_flags(std::uint16_t flags) { available[0] = flags; }
    bool has_used() const { return used_index() != last_used_; }
    Used take_used() {
        Used element{};
        std::memcpy(&element, used + 4 + 8 * std::size_t{last_used_ % size_}, sizeof element);
        ++last_used_;
        return element;
    }
    std::uint16_t last_used() const { return last_used_; }

    Descriptor* descriptors = nullptr;
    std::uint16_t* available = nullptr;  // flags, idx, ring[size], used_event
    std::byte* used = nullptr;           // flags, idx, ring[size], avail_event

private:
    std::uint16_t word(std::size_t offset) const {
        std::uint16_t value = 0;
        std::memcpy(&value, used + offset, sizeof value);
        return value;
    }

    GuestMemory& memory_;
    std::uint32_t size_;
    bool event_idx_;
    std::uint16_t next_available_ = 0;
    std::uint16_t last_kicked_ = 0;
    std::uint16_t last_used_ = 0;
};

}  // namespace xsksim::test
