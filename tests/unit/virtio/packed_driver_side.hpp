// SPDX-License-Identifier: GPL-2.0-only
// A driver side of a packed virtqueue, written from virtio 1.2 §2.8 with offsets and wrap counters
// as that has them, and independent of the device model's positions.
#pragma once

#include <cstdint>
#include <cstring>
#include <optional>
#include <vector>

#include "driver_side.hpp"
#include "models/memory/guest_memory.hpp"
#include "models/ports.hpp"

namespace xsksim::test {

class PackedDriverSide {
public:
    struct Descriptor {
        std::uint64_t address;
        std::uint32_t length;
        std::uint16_t id;
        std::uint16_t flags;
    };
    struct Suppression {
        std::uint16_t off_wrap;
        std::uint16_t flags;
    };
    struct Used {
        std::uint16_t id;
        std::uint32_t length;
    };

    PackedDriverSide(GuestMemory& memory, std::uint16_t size)
        : memory_(memory), size_(size), free_(size), lengths_(65536) {
        ring = static_cast<Descriptor*>(memory.allocate_pages(16 * std::size_t{size}));
        driver_event = static_cast<Suppression*>(memory.allocate_pages(4));
        device_event = static_cast<Suppression*>(memory.allocate_pages(4));
    }
    QueueAddresses addresses() const {
        return {size_, memory_.physical(ring), memory_.physical(driver_event),
                memory_.physical(device_event)};
    }

    // A chain, shown to the device with the flags of its first descriptor, which come last.
    void offer(std::uint16_t id, const std::vector<Piece>& pieces) {
        const std::uint16_t first = next_, first_flags = place(id, pieces[0], pieces.size() > 1, 0);
        for (std::size_t i = 1; i < pieces.size(); ++i) {
            const std::uint16_t at = next_;
            ring[at].flags = place(id, pieces[i], i + 1 < pieces.size(), 0);
        }
        ring[first].flags = first_flags;
        lengths_[id] = static_cast<std::uint16_t>(pieces.size());
    }
    // One descriptor, for a table of as many bytes.
    void offer_table(std::uint16_t id, Piece table) {
        const std::uint16_t at = next_;
        ring[at].flags = place(id, table, false, 4);
        lengths_[id] = 1;
    }

    std::optional<Used> take_used() {
        const std::uint16_t flags = ring[used_].flags;
        const bool available = (flags >> 7 & 1) != 0, used = (flags >> 15 & 1) != 0;
        if (available != used || used != used_wrap_) return std::nullopt;
        const Used entry{ring[used_].id, ring[used_].length};
        free_ = static_cast<std::uint16_t>(free_ + lengths_[entry.id]);
        used_ = static_cast<std::uint16_t>(used_ + lengths_[entry.id]);
        if (used_ >= size_) {
            used_ = static_cast<std::uint16_t>(used_ - size_);
            used_wrap_ = !used_wrap_;
        }
        return entry;
    }

    // "Interrupt me at the buffer that I take next", or the `ahead`-th descriptor after it.
    void ask(std::uint16_t ahead = 0) {
        std::uint32_t at = used_ + std::uint32_t{ahead};
        bool wrap = used_wrap_;
        if (at >= size_) {
            at -= size_;
            wrap = !wrap;
        }
        *driver_event = {static_cast<std::uint16_t>(at | (wrap ? 0x8000U : 0U)), 2};
    }
    void ask_always() { driver_event->flags = 0; }
    void ask_never() { driver_event->flags = 1; }

    std::uint16_t free() const { return free_; }
    std::uint16_t next() const { return next_; }
    bool wrap() const { return wrap_; }

    Descriptor* ring = nullptr;
    Suppression* driver_event = nullptr;
    Suppression* device_event = nullptr;

private:
    // All but the flags, which are returned: available, as the wrap counter has it, and not used.
    std::uint16_t place(std::uint16_t id, Piece piece, bool has_next, unsigned more) {
        const auto flags =
            static_cast<std::uint16_t>((has_next ? 1U : 0U) | (piece.device_writes ? 2U : 0U) |
                                       more | (wrap_ ? 1U << 7 : 1U << 15));
        ring[next_].address = piece.address.value;
        ring[next_].length = piece.bytes;
        ring[next_].id = id;
        --free_;
        if (++next_ == size_) {
            next_ = 0;
            wrap_ = !wrap_;
        }
        return flags;
    }

    GuestMemory& memory_;
    std::uint16_t size_;
    std::uint16_t free_, next_ = 0, used_ = 0;
    bool wrap_ = true, used_wrap_ = true;
    std::vector<std::uint16_t> lengths_;  // by id
};

}  // namespace xsksim::test
