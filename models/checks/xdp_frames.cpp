// SPDX-License-Identifier: GPL-2.0-only
// xdp_frames: each frame that an XDP program sends back out (XDP_TX) reaches the wire exactly once,
// with the bytes that were received, and before it is given back, unless it is dropped by who could
// not send it; frames of one receive queue stay in order on each TX queue. What is on its way when
// the run ends, or when the driver resets the queue, is no failure.
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
    std::uint64_t digest = 0;
    std::uint64_t len = 0;
    std::uint64_t event = 0;
    std::uint64_t sent = 0;  // the event that shows it on the wire
    bool given_up = false;   // it was in a queue that was reset
};

constexpr std::uint64_t none = UINT64_MAX;

struct Taken {
    std::uint64_t gpa = none;  // of an XDP frame
};

class XdpFrames : public Check {
public:
    std::string_view name() const override { return "xdp_frames"; }
    std::vector<EventKind> kinds() const override {
        using enum EventKind;
        return {xdp_frame, xdp_return, dev_take, dev_wire, dev_reset};
    }
    void on_event(const Event& e) override {
        switch (e.kind) {
            case EventKind::xdp_frame:
                return on_frame(e);
            case EventKind::xdp_return:
                return on_return(e);
            case EventKind::dev_take:
                if (is_tx_queue(e.arg[0]))
                    taken_[e.arg[0]][e.arg[1]].gpa = frames_.contains(e.arg[3]) ? e.arg[3] : none;
                return;
            case EventKind::dev_wire:
                return on_wire(e);
            case EventKind::dev_reset:
                for (auto& [gpa, frame] : frames_) frame.given_up = true;
                return;
            default:
                return;
        }
    }

private:
    static std::string describe(const Frame& frame) {
        return fmt::format("XDP frame {} of pair {} ({} bytes, event {})", frame.ordinal,
                           frame.pair, frame.len, frame.event);
    }
    void on_frame(const Event& e) {
        if (const Frame* before = frames_.find(e.arg[1]))
            violate(e, fmt::format("the memory of {} becomes another frame before it was given "
                                   "back",
                                   describe(*before)));
        Frame& frame = frames_.on_frame(e);
        frame.pair = e.arg[0];
        frame.ordinal = ++count_[e.arg[0]];
        frame.len = e.arg[2];
        frame.digest = e.arg[3];
        frame.event = e.number;
    }
    void on_wire(const Event& e) {
        Taken& taken = taken_[e.arg[0]][e.arg[1]];
        Frame* frame = taken.gpa == none ? nullptr : frames_.find(taken.gpa);
        if (taken.gpa != none && frame == nullptr)
            violate(
                e, fmt::format("an XDP frame at {:#x} is sent after it was given back", taken.gpa));
        taken.gpa = none;
        if (frame == nullptr) return;
        if (frame->sent != 0)
            return violate(e, fmt::format("duplicate: {} reaches the wire a second time (before at "
                                          "event {})",
                                          describe(*frame), frame->sent));
        frame->sent = e.number;
        if (e.arg[3] != frame->digest)
            violate(e, fmt::format("corrupt: the {} bytes on the wire of {} are not those received",
                                   e.arg[2], describe(*frame)));
        std::uint64_t& last = last_[frame->pair][e.arg[0]];
        if (frame->ordinal < last)
            violate(e, fmt::format("reordered: {} reaches the wire of queue {} after frame {}",
                                   describe(*frame), e.arg[0], last));
        last = frame->ordinal;
    }
    void on_return(const Event& e) {
        const Frame* frame = frames_.find(e.arg[1]);
        if (frame == nullptr)
            return violate(e, fmt::format("an XDP frame at {:#x} is given back that is none, or "
                                          "was given back already",
                                          e.arg[1]));
        const bool dropped = e.arg[2] != 0;
        if (!dropped && frame->sent == 0 && !frame->given_up)
            violate(e, fmt::format("missing: {} was given back but never reached the wire",
                                   describe(*frame)));
        if (dropped && frame->sent != 0)
            violate(e, fmt::format("{} is dropped although it was sent (event {})",
                                   describe(*frame), frame->sent));
        frames_.on_return(e);
    }

    XdpFrameMap<Frame> frames_;
    Table<std::uint64_t> count_;        // by receiving pair
    Table<Table<std::uint64_t>> last_;  // ordinal on the wire, by receiving pair, by TX queue
    Table<Table<Taken>> taken_;         // by queue, by head
};

}  // namespace

std::unique_ptr<Check> make_xdp_frames() { return std::make_unique<XdpFrames>(); }

}  // namespace xsksim
