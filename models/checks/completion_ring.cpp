// SPDX-License-Identifier: GPL-2.0-only
// completion_ring: an entry is reserved by each peek and published by xsk_tx_completed, oldest
// first. So reserved = peeked - completed, never negative; the entries in use (reserved or not yet
// read) never exceed the ring; and frames come back in the order in which they were peeked.
#include <fmt/format.h>

#include "models/checks/all_checks.hpp"
#include "sim/core/table.hpp"

namespace xsksim {
namespace {

struct Ring {
    std::uint64_t size = 0;          // 0 until bound
    std::uint64_t reserved = 0;      // peeked, not completed
    std::uint64_t published = 0;     // completed, not read
    RingQueue<std::uint64_t> order;  // frames peeked and not yet back
};

class CompletionRing : public Check {
public:
    std::string_view name() const override { return "completion_ring"; }
    std::vector<EventKind> kinds() const override {
        using enum EventKind;
        return {xsk_bind, xsk_unbind, xsk_peek, xsk_completed, app_reclaim};
    }
    void on_event(const Event& e) override {
        Ring& ring = rings_[e.arg[0]];
        switch (e.kind) {
            case EventKind::xsk_peek:
                return on_peek(ring, e);
            case EventKind::xsk_completed:
                return on_completed(ring, e);
            case EventKind::app_reclaim:
                return on_reclaim(ring, e);
            case EventKind::xsk_bind:
                if (e.arg[1] != 0) return;
                ring = Ring{};
                ring.size = e.arg[3];
                return;
            case EventKind::xsk_unbind:
                return on_unbind(ring);
            default:
                return;
        }
    }

private:
    void on_peek(Ring& ring, const Event& e) {
        ++ring.reserved;
        ring.order.push(e.arg[1]);
        compare_reserved(ring, e, e.arg[3]);
        const std::uint64_t used = ring.reserved + ring.published;
        if (ring.size != 0 && used > ring.size)
            violate(e, fmt::format("{} completion entries are in use ({} reserved, {} not yet "
                                   "read), but the ring has {}",
                                   used, ring.reserved, ring.published, ring.size));
    }
    void on_completed(Ring& ring, const Event& e) {
        const std::uint64_t count = e.arg[1];
        if (count > ring.reserved) {
            violate(e, fmt::format("the driver completes {} packets, but only {} were peeked and "
                                   "not completed",
                                   count, ring.reserved));
            ring.published += ring.reserved;
            ring.reserved = 0;
            return;
        }
        ring.reserved -= count;
        ring.published += count;
        compare_reserved(ring, e, e.arg[2]);
    }
    void on_reclaim(Ring& ring, const Event& e) {
        if (ring.published == 0)
            violate(e, fmt::format("frame {:#x} is read from a completion ring that has no entry",
                                   e.arg[1]));
        else
            --ring.published;
        if (ring.order.empty()) return;
        const std::uint64_t expected = ring.order.front();
        ring.order.pop();
        if (expected != e.arg[1])
            violate(e, fmt::format("frame {:#x} is read from the completion ring where {:#x} was "
                                   "reserved: not in the order of peeks",
                                   e.arg[1], expected));
    }
    // What is reserved now never comes; what was published can still be read.
    void on_unbind(Ring& ring) {
        RingQueue<std::uint64_t> readable;
        for (std::uint64_t i = 0; i < ring.published && !ring.order.empty(); ++i) {
            readable.push(ring.order.front());
            ring.order.pop();
        }
        ring.order = readable;
        ring.reserved = 0;
    }
    void compare_reserved(Ring& ring, const Event& e, std::uint64_t said) {
        if (said == ring.reserved) [[likely]]
            return;
        violate(e, fmt::format("the core says {} completion entries are reserved, but {} packets "
                               "were peeked and not completed",
                               said, ring.reserved));
    }

    Table<Ring> rings_;  // by pair
};

}  // namespace

std::unique_ptr<Check> make_completion_ring() { return std::make_unique<CompletionRing>(); }

}  // namespace xsksim
