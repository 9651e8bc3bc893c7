// SPDX-License-Identifier: GPL-2.0-only
// frame_ownership: a UMEM frame belongs to one side at a time. The application must not get a
// frame back, nor hand it over again, while the device may still read it (from the device's take
// to the publication of its used entry); it gets each frame back once, with its bytes untouched by
// others; and the UMEM as a whole is not given back (unbind) while frames are in the queue. A frame
// given back while its buffer waits in the available ring shows when the device takes it. The
// device must not read memory that the guest has given back (dev_stale). Frames are told apart by
// chunk; used entries are taken to be published in the order of taking.
#include <fmt/format.h>

#include "models/checks/all_checks.hpp"
#include "models/observe/umem_map.hpp"
#include "sim/core/table.hpp"

namespace xsksim {
namespace {

struct Frame {
    bool submitted = false;  // handed over, not yet back
    bool peeked = false;     // the driver has it
    bool published = false;  // the device is done with it
    std::uint32_t held = 0;  // buffers of it that the device has taken and not published
    std::uint64_t digest = 0;
    std::uint64_t event = 0;  // last hand-over, either way
    std::uint64_t taken_event = 0;
};

struct Taken {
    std::uint64_t chunk = no_chunk;  // no_chunk: not a UMEM frame
    std::uint32_t generation = 0;    // of the UMEM registration
};

struct Pair {
    std::uint32_t generation = 0;
    std::uint32_t with_driver = 0;  // peeked, not yet published by the device
    std::vector<Frame> frames;
    RingQueue<Taken> taken;
};

class FrameOwnership : public Check {
public:
    std::string_view name() const override { return "frame_ownership"; }
    std::vector<EventKind> kinds() const override {
        using enum EventKind;
        return {app_submit,  app_reclaim, app_overwrite, xsk_peek,  dev_take,
                dev_publish, xsk_unbind,  umem_register, dev_stale, dev_reset};
    }
    void on_event(const Event& e) override;

private:
    Frame* frame_of(const Event& e);
    void on_submit(const Event& e);
    void on_reclaim(const Event& e);
    void on_peek(const Event& e);
    void on_take(const Event& e);
    void on_publish(const Event& e);
    void on_reset(const Event& e);
    void on_unbind(const Event& e);
    void on_register(const Event& e);

    UmemMap umem_;
    Table<Pair> pairs_;
};

void FrameOwnership::on_event(const Event& e) {
    switch (e.kind) {
        case EventKind::app_submit:
            return on_submit(e);
        case EventKind::app_reclaim:
            return on_reclaim(e);
        case EventKind::app_overwrite:
            if (Frame* frame = frame_of(e)) frame->digest = e.arg[2];
            return;
        case EventKind::xsk_peek:
            return on_peek(e);
        case EventKind::dev_take:
            return on_take(e);
        case EventKind::dev_publish:
            return on_publish(e);
        case EventKind::dev_reset:
            return on_reset(e);
        case EventKind::xsk_unbind:
            return on_unbind(e);
        case EventKind::umem_register:
            return on_register(e);
        case EventKind::dev_stale:
            return violate(e, fmt::format("the device reads memory at {:#x} (queue {}, head {}) "
                                          "that the guest has given back",
                                          e.arg[2], e.arg[0], e.arg[1]));
        default:
            return;
    }
}

Frame* FrameOwnership::frame_of(const Event& e) {
    const std::uint64_t chunk = umem_.chunk_of_frame(e.arg[0], e.arg[1]);
    if (chunk == no_chunk) return nullptr;  // an invalid descriptor on purpose
    return &pairs_[e.arg[0]].frames[chunk];
}

void FrameOwnership::on_submit(const Event& e) {
    Frame* frame = frame_of(e);
    if (frame == nullptr) return;
    if (frame->submitted)
        violate(e, fmt::format("frame {:#x} is submitted again while the kernel has it (submitted "
                               "at event {})",
                               e.arg[1], frame->event));
    else if (frame->held != 0)
        violate(e, fmt::format("frame {:#x} is submitted again while the device still holds it "
                               "(taken at event {}, not published)",
                               e.arg[1], frame->taken_event));
    frame->submitted = true;
    frame->peeked = frame->published = false;
    frame->digest = e.arg[3];
    frame->event = e.number;
}

void FrameOwnership::on_reclaim(const Event& e) {
    Frame* frame = frame_of(e);
    if (frame == nullptr)
        return violate(e, fmt::format("frame {:#x}, given back, lies outside the UMEM", e.arg[1]));
    if (!frame->submitted) {
        violate(e, frame->event == 0
                       ? fmt::format("frame {:#x} is given back but was never submitted", e.arg[1])
                       : fmt::format("frame {:#x} is given back twice (before at event {})",
                                     e.arg[1], frame->event));
    } else if (frame->held != 0) {
        violate(e, fmt::format("frame {:#x} is given back while the device still holds it (taken "
                               "at event {}, not published)",
                               e.arg[1], frame->taken_event));
    } else if (e.arg[2] != 0 && e.arg[2] != frame->digest) {
        violate(e, fmt::format("frame {:#x} comes back with other bytes than were submitted at "
                               "event {}",
                               e.arg[1], frame->event));
    }
    if (frame->submitted && frame->peeked && !frame->published) --pairs_[e.arg[0]].with_driver;
    frame->submitted = frame->peeked = false;
    frame->event = e.number;
}

void FrameOwnership::on_peek(const Event& e) {
    Frame* frame = frame_of(e);
    if (frame == nullptr || !frame->submitted || frame->peeked) return;
    frame->peeked = true;
    ++pairs_[e.arg[0]].with_driver;
}

void FrameOwnership::on_take(const Event& e) {
    if (!is_tx_queue(e.arg[0])) return;
    const std::uint64_t index = pair_of_queue(e.arg[0]);
    Pair& pair = pairs_[index];
    const std::uint64_t chunk = umem_.chunk_of_gpa(index, e.arg[3]);
    pair.taken.push({chunk, pair.generation});
    if (chunk == no_chunk) return;
    Frame& frame = pair.frames[chunk];
    if (!frame.submitted)
        violate(e,
                fmt::format("the device takes a buffer in the frame at {:#x}, which belongs to "
                            "the application{}",
                            e.arg[3],
                            frame.event == 0 ? "" : fmt::format(" since event {}", frame.event)));
    ++frame.held;
    frame.taken_event = e.number;
}

void FrameOwnership::on_publish(const Event& e) {
    if (!is_tx_queue(e.arg[0])) return;
    Pair& pair = pairs_[pair_of_queue(e.arg[0])];
    std::uint32_t entries = static_cast<std::uint16_t>(e.arg[2] - e.arg[1]);
    for (; entries != 0 && !pair.taken.empty(); --entries) {
        const Taken taken = pair.taken.front();
        pair.taken.pop();
        if (taken.chunk == no_chunk || taken.generation != pair.generation) continue;
        Frame& frame = pair.frames[taken.chunk];
        if (frame.held != 0) --frame.held;
        if (frame.peeked && !frame.published) --pair.with_driver;
        frame.published = true;
    }
    if (entries != 0)
        violate(e, fmt::format("the device publishes {} used entries more than it took buffers",
                               entries));
}

// The device holds none of them any more. What the driver had kept aside counts as given up too.
void FrameOwnership::on_reset(const Event& e) {
    if (!is_tx_queue(e.arg[0])) return;
    Pair& pair = pairs_[pair_of_queue(e.arg[0])];
    pair.taken.clear();
    pair.with_driver = 0;
    for (Frame& frame : pair.frames) {
        frame.held = 0;
        frame.published = frame.published || frame.peeked;
    }
}

void FrameOwnership::on_unbind(const Event& e) {
    if (e.arg[2] != 0) return;  // the UMEM stays where it is
    Pair& pair = pairs_[e.arg[0]];
    if (pair.with_driver != 0)
        violate(e, fmt::format("the UMEM of pair {} is given back while {} of its frames are still "
                               "in the driver and the device",
                               e.arg[0], pair.with_driver));
    pair.with_driver = 0;
    for (Frame& frame : pair.frames) {
        frame.submitted = frame.peeked = false;
        frame.event = e.number;
    }
}

void FrameOwnership::on_register(const Event& e) {
    umem_.on_register(e);
    Pair& pair = pairs_[e.arg[0]];
    ++pair.generation;
    pair.with_driver = 0;
    pair.frames.assign(umem_.chunks(e.arg[0]), Frame{});
}

}  // namespace

std::unique_ptr<Check> make_frame_ownership() { return std::make_unique<FrameOwnership>(); }

}  // namespace xsksim
