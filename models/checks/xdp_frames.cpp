// SPDX-License-Identifier: GPL-2.0-only
// xdp_frames: each frame that an XDP program sends back out (XDP_TX) reaches the wire exactly once,
// with the bytes that were received, and before it is given back, unless it is dropped by who could
// not send it; frames of one receive queue stay in order on each TX queue. What is on its way when
// the run ends, or when the driver resets the queue, is no failure.
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "models/checks/all_checks.hpp"
#include "models/observe/umem_map.hpp"
#include "models/observe/xdp_frame_map.hpp"
#include "sim/core/table.hpp"

namespace xsksim {
namespace {

struct Frame {
    std::uint64_t pair = 0;  // where it came in
    std::uint64_t ordinal = 0;
    Digest digest;
    std::uint64_t len = 0;
    std::uint64_t event = 0;
    std::uint64_t sent = 0;  // the event that shows it on the wire
    bool given_up = false;   // it was in a queue that was reset
};

struct Taken {
    std::optional<GuestAddress> frame;  // of XDP
};

class XdpFrames : public Check {
public:
    std::string_view name() const override { return "xdp_frames"; }
    void listen_to(EventListeners& events) override {
        using namespace event;
        events.listen<XdpFrame, XdpReturn, DevTake, DevWire, DevReset>(*this);
    }
    void on(const event::DevTake& take, const Event&) {
        if (!is_tx_queue(take.queue)) return;
        taken_[take.queue][take.head].frame =
            frames_.contains(take.payload_gpa) ? std::optional(take.payload_gpa) : std::nullopt;
    }
    void on(const event::DevReset&, const Event&) {
        for (auto& [gpa, frame] : frames_) frame.given_up = true;
    }
    void on(const event::XdpFrame& made, const Event& e);
    void on(const event::DevWire& wire, const Event& e);
    void on(const event::XdpReturn& returned, const Event& e);

private:
    static std::string describe(const Frame& frame) {
        return fmt::format("XDP frame {} of pair {} ({} bytes, event {})", frame.ordinal,
                           frame.pair, frame.len, frame.event);
    }

    XdpFrameMap<Frame> frames_;
    Table<std::uint64_t> count_;        // by receiving pair
    Table<Table<std::uint64_t>> last_;  // ordinal on the wire, by receiving pair, by TX queue
    Table<Table<Taken>> taken_;         // by queue, by head
};

void XdpFrames::on(const event::XdpFrame& made, const Event& e) {
    if (const Frame* before = frames_.find(made.gpa))
        violate(e, Code::xdp_memory_reused,
                fmt::format("the memory of {} becomes another frame before it was given back",
                            describe(*before)));
    Frame& frame = frames_.on(made);
    frame.pair = made.pair;
    frame.ordinal = ++count_[made.pair];
    frame.len = made.len;
    frame.digest = made.digest;
    frame.event = e.number;
}

void XdpFrames::on(const event::DevWire& wire, const Event& e) {
    const auto taken = std::exchange(taken_[wire.queue][wire.head].frame, std::nullopt);
    if (!taken) return;
    Frame* frame = frames_.find(*taken);
    if (frame == nullptr)
        return violate(
            e, Code::xdp_sent_after_return,
            fmt::format("an XDP frame at {:#x} is sent after it was given back", taken->value));
    if (frame->sent != 0)
        return violate(e, Code::xdp_duplicate,
                       fmt::format("duplicate: {} reaches the wire a second time (before at "
                                   "event {})",
                                   describe(*frame), frame->sent));
    frame->sent = e.number;
    if (wire.digest != frame->digest)
        violate(e, Code::xdp_corrupt,
                fmt::format("corrupt: the {} bytes on the wire of {} are not those received",
                            wire.len, describe(*frame)));
    std::uint64_t& last = last_[frame->pair][wire.queue];
    if (frame->ordinal < last)
        violate(e, Code::xdp_reordered,
                fmt::format("reordered: {} reaches the wire of queue {} after frame {}",
                            describe(*frame), wire.queue, last));
    last = frame->ordinal;
}

void XdpFrames::on(const event::XdpReturn& returned, const Event& e) {
    const Frame* frame = frames_.find(returned.gpa);
    if (frame == nullptr)
        return violate(e, Code::xdp_returned_twice,
                       fmt::format("an XDP frame at {:#x} is given back that is none, or was "
                                   "given back already",
                                   returned.gpa.value));
    if (!returned.dropped && frame->sent == 0 && !frame->given_up)
        violate(
            e, Code::xdp_missing,
            fmt::format("missing: {} was given back but never reached the wire", describe(*frame)));
    if (returned.dropped && frame->sent != 0)
        violate(e, Code::xdp_dropped_though_sent,
                fmt::format("{} is dropped although it was sent (event {})", describe(*frame),
                            frame->sent));
    frames_.on(returned);
}

}  // namespace

std::unique_ptr<Check> make_xdp_frames() { return std::make_unique<XdpFrames>(); }

}  // namespace xsksim
