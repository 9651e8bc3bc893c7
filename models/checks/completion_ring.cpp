// SPDX-License-Identifier: GPL-2.0-only
// completion_ring: an entry is reserved by each peek and published by xsk_tx_completed, oldest
// first. So reserved = peeked - completed, never negative; the entries in use (reserved or not yet
// read) never exceed the ring; and frames come back in the order in which they were peeked.
#include <fmt/format.h>

#include "models/checks/all_checks.hpp"
#include "sim/core/table.hpp"

namespace xsksim {
namespace {

class CompletionRing : public Check {
public:
    explicit CompletionRing(const Picture& picture) : picture_(picture) {}
    std::string_view name() const override { return "completion_ring"; }
    void listen_to(EventListeners& events) override {
        using namespace event;
        events.listen<XskBind, XskUnbind, XskPeek, XskCompleted, AppReclaim>(*this);
    }
    void on(const event::XskBind& bind, const Event&) {
        if (bind.result.ok()) order_[bind.pair].clear();
    }
    void on(const event::XskPeek& peek, const Event& e) {
        const CompletionEntries& ring = entries_of(peek.pair);
        order_[peek.pair].push(peek.frame);
        compare_reserved(ring, e, peek.reserved);
        const std::uint64_t used = ring.reserved + ring.published;
        if (ring.size != 0 && used > ring.size)
            violate(e, fmt::format("{} completion entries are in use ({} reserved, {} not yet "
                                   "read), but the ring has {}",
                                   used, ring.reserved, ring.published, ring.size));
    }
    void on(const event::XskCompleted& completed, const Event& e) {
        const CompletionEntries& ring = entries_of(completed.pair);
        if (completed.count > ring.reserved_before)
            return violate(e, fmt::format("the driver completes {} packets, but only {} were "
                                          "peeked and not completed",
                                          completed.count, ring.reserved_before));
        compare_reserved(ring, e, completed.reserved);
    }
    void on(const event::AppReclaim& reclaim, const Event& e) {
        if (entries_of(reclaim.pair).published_before == 0)
            violate(e, fmt::format("frame {:#x} is read from a completion ring that has no entry",
                                   reclaim.frame.value));
        RingQueue<FrameAddress>& order = order_[reclaim.pair];
        if (order.empty()) return;
        const FrameAddress expected = order.front();
        order.pop();
        if (expected != reclaim.frame)
            violate(e, fmt::format("frame {:#x} is read from the completion ring where {:#x} was "
                                   "reserved: not in the order of peeks",
                                   reclaim.frame.value, expected.value));
    }
    // What was reserved never comes; what was published can still be read.
    void on(const event::XskUnbind& unbind, const Event&) {
        RingQueue<FrameAddress>& order = order_[unbind.pair];
        RingQueue<FrameAddress> readable;
        for (std::uint64_t i = 0; i < entries_of(unbind.pair).published && !order.empty(); ++i) {
            readable.push(order.front());
            order.pop();
        }
        order = readable;
    }

private:
    const CompletionEntries& entries_of(std::uint64_t pair) const {
        return picture_.pairs().find(pair)->socket.completion;
    }
    void compare_reserved(const CompletionEntries& ring, const Event& e, std::uint64_t said) {
        if (said == ring.reserved) [[likely]]
            return;
        violate(e, fmt::format("the core says {} completion entries are reserved, but {} packets "
                               "were peeked and not completed",
                               said, ring.reserved));
    }

    const Picture& picture_;
    Table<RingQueue<FrameAddress>> order_;  // by pair: of frames peeked and not yet back
};

}  // namespace

std::unique_ptr<Check> make_completion_ring(const Picture& picture) {
    return std::make_unique<CompletionRing>(picture);
}

}  // namespace xsksim
