// SPDX-License-Identifier: GPL-2.0-only
// xdp_frames: each frame that an XDP program sends back out (XDP_TX) reaches the wire exactly once,
// with the bytes that were received, and before it is given back, unless it is dropped by who could
// not send it; frames of one receive queue stay in order on each TX queue. What is on its way when
// the run ends, or when the driver resets the queue, is no failure.
#include <fmt/format.h>

#include "models/checks/all_checks.hpp"
#include "sim/core/table.hpp"

namespace xsksim {
namespace {

class XdpFramesCheck : public Check {
public:
    explicit XdpFramesCheck(const Picture& picture) : packets_(picture.packets()) {}
    std::string_view name() const override { return "xdp_frames"; }
    void listen_to(EventListeners& events) override {
        events.listen<event::XdpFrame, event::XdpReturn, event::DevWire>(*this);
    }
    void on(const event::XdpFrame& made, const Event& e);
    void on(const event::DevWire& wire, const Event& e);
    void on(const event::XdpReturn& returned, const Event& e);

private:
    static std::string describe(const XdpFrameState& frame) {
        return fmt::format("XDP frame {} of pair {} ({} bytes, event {})", frame.ordinal,
                           frame.pair, frame.len, frame.event);
    }

    const Packets& packets_;
    Table<Table<std::uint64_t>> last_;  // ordinal on the wire, by receiving pair, by TX queue
};

void XdpFramesCheck::on(const event::XdpFrame&, const Event& e) {
    if (const XdpFrameState* before = packets_.xdp().before())
        violate(e, fmt::format("the memory of {} becomes another frame before it was given back",
                               describe(*before)));
}

void XdpFramesCheck::on(const event::DevWire& wire, const Event& e) {
    if (packets_.leaving().kind != PacketKind::xdp) return;
    const XdpFrameState* frame = packets_.xdp().before();
    if (frame == nullptr)
        return violate(e, fmt::format("an XDP frame at {:#x} is sent after it was given back",
                                      packets_.buffers().before().payload.value));
    if (frame->sent != 0)
        return violate(e, fmt::format("duplicate: {} reaches the wire a second time (before at "
                                      "event {})",
                                      describe(*frame), frame->sent));
    if (wire.digest != frame->digest)
        violate(e, fmt::format("corrupt: the {} bytes on the wire of {} are not those received",
                               wire.len, describe(*frame)));
    std::uint64_t& last = last_[frame->pair][wire.queue];
    if (frame->ordinal < last)
        violate(e, fmt::format("reordered: {} reaches the wire of queue {} after frame {}",
                               describe(*frame), wire.queue, last));
    last = frame->ordinal;
}

void XdpFramesCheck::on(const event::XdpReturn& returned, const Event& e) {
    const XdpFrameState* frame = packets_.xdp().before();
    if (frame == nullptr)
        return violate(e, fmt::format("an XDP frame at {:#x} is given back that is none, or was "
                                      "given back already",
                                      returned.gpa.value));
    if (!returned.dropped && frame->sent == 0 && !frame->given_up)
        violate(e, fmt::format("missing: {} was given back but never reached the wire",
                               describe(*frame)));
    if (returned.dropped && frame->sent != 0)
        violate(e, fmt::format("{} is dropped although it was sent (event {})", describe(*frame),
                               frame->sent));
}

}  // namespace

std::unique_ptr<Check> make_xdp_frames(const Picture& picture) {
    return std::make_unique<XdpFramesCheck>(picture);
}

}  // namespace xsksim
