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
    std::uint64_t size = 0;         // 0 until bound
    std::uint64_t reserved = 0;     // peeked, not completed
    std::uint64_t published = 0;    // completed, not read
    RingQueue<FrameAddress> order;  // frames peeked and not yet back
};

class CompletionRing : public Check {
public:
    std::string_view name() const override { return "completion_ring"; }
    void listen_to(EventListeners& events) override {
        using namespace event;
        events.listen<XskBind, XskUnbind, XskPeek, XskCompleted, AppReclaim>(*this);
    }
    void on(const event::XskBind& bind, const Event&) {
        if (!bind.result.ok()) return;
        rings_[bind.pair] = Ring{};
        rings_[bind.pair].size = bind.completion_ring;
    }
    void on(const event::XskPeek& peek, const Event& e) {
        Ring& ring = rings_[peek.pair];
        ++ring.reserved;
        ring.order.push(peek.frame);
        compare_reserved(ring, e, peek.reserved);
        const std::uint64_t used = ring.reserved + ring.published;
        if (ring.size != 0 && used > ring.size)
            violate(e, Code::completion_overfull,
                    fmt::format("{} completion entries are in use ({} reserved, {} not yet "
                                "read), but the ring has {}",
                                used, ring.reserved, ring.published, ring.size));
    }
    void on(const event::XskCompleted& completed, const Event& e) {
        Ring& ring = rings_[completed.pair];
        if (completed.count > ring.reserved) {
            violate(e, Code::completion_too_many,
                    fmt::format("the driver completes {} packets, but only {} were peeked and "
                                "not completed",
                                completed.count, ring.reserved));
            ring.published += ring.reserved;
            ring.reserved = 0;
            return;
        }
        ring.reserved -= completed.count;
        ring.published += completed.count;
        compare_reserved(ring, e, completed.reserved);
    }
    void on(const event::AppReclaim& reclaim, const Event& e) {
        Ring& ring = rings_[reclaim.pair];
        if (ring.published == 0)
            violate(e, Code::completion_read_empty,
                    fmt::format("frame {:#x} is read from a completion ring that has no entry",
                                reclaim.frame.value));
        else
            --ring.published;
        if (ring.order.empty()) return;
        const FrameAddress expected = ring.order.front();
        ring.order.pop();
        if (expected != reclaim.frame)
            violate(e, Code::completion_wrong_order,
                    fmt::format("frame {:#x} is read from the completion ring where {:#x} was "
                                "reserved: not in the order of peeks",
                                reclaim.frame.value, expected.value));
    }
    void on(const event::XskUnbind& unbind, const Event&) { on_unbind(rings_[unbind.pair]); }

private:
    // What is reserved now never comes; what was published can still be read.
    void on_unbind(Ring& ring) {
        RingQueue<FrameAddress> readable;
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
        violate(e, Code::completion_reserved_untrue,
                fmt::format("the core says {} completion entries are reserved, but {} packets "
                            "were peeked and not completed",
                            said, ring.reserved));
    }

    Table<Ring> rings_;  // by pair
};

}  // namespace

std::unique_ptr<Check> make_completion_ring() { return std::make_unique<CompletionRing>(); }

}  // namespace xsksim
