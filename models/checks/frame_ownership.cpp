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
    Digest digest;
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
    void listen_to(EventListeners& events) override {
        using namespace event;
        events.listen<AppSubmit, AppReclaim, AppOverwrite, XskPeek, DevTake, DevPublish, XskUnbind,
                      UmemRegister, DevStale, DevReset>(*this);
    }
    void on(const event::AppSubmit& submit, const Event& e);
    void on(const event::AppReclaim& reclaim, const Event& e);
    void on(const event::AppOverwrite& overwrite, const Event& e);
    void on(const event::XskPeek& peek, const Event& e);
    void on(const event::DevTake& take, const Event& e);
    void on(const event::DevPublish& publish, const Event& e);
    void on(const event::DevReset& reset, const Event& e);
    void on(const event::XskUnbind& unbind, const Event& e);
    void on(const event::UmemRegister& umem, const Event& e);
    void on(const event::DevStale& stale, const Event& e);

private:
    // nullptr: outside the UMEM, as an invalid descriptor is on purpose.
    Frame* frame_of(std::uint64_t pair, FrameAddress frame);

    UmemMap umem_;
    Table<Pair> pairs_;
};

void FrameOwnership::on(const event::DevStale& stale, const Event& e) {
    violate(e, Code::frame_read_given_back,
            fmt::format("the device reads memory at {:#x} (queue {}, head {}) that the guest has "
                        "given back",
                        stale.gpa.value, stale.queue, stale.head));
}

void FrameOwnership::on(const event::AppOverwrite& overwrite, const Event&) {
    if (Frame* frame = frame_of(overwrite.pair, overwrite.frame)) frame->digest = overwrite.digest;
}

Frame* FrameOwnership::frame_of(std::uint64_t pair, FrameAddress frame) {
    const std::uint64_t chunk = umem_.chunk_of(pair, frame);
    return chunk == no_chunk ? nullptr : &pairs_[pair].frames[chunk];
}

void FrameOwnership::on(const event::AppSubmit& submit, const Event& e) {
    Frame* frame = frame_of(submit.pair, submit.frame);
    if (frame == nullptr) return;
    if (frame->submitted)
        violate(e, Code::frame_submitted_to_kernel_twice,
                fmt::format("frame {:#x} is submitted again while the kernel has it (submitted "
                            "at event {})",
                            submit.frame.value, frame->event));
    else if (frame->held != 0)
        violate(e, Code::frame_submitted_while_at_device,
                fmt::format("frame {:#x} is submitted again while the device still holds it "
                            "(taken at event {}, not published)",
                            submit.frame.value, frame->taken_event));
    frame->submitted = true;
    frame->peeked = frame->published = false;
    frame->digest = submit.digest;
    frame->event = e.number;
}

void FrameOwnership::on(const event::AppReclaim& reclaim, const Event& e) {
    Frame* frame = frame_of(reclaim.pair, reclaim.frame);
    if (frame == nullptr)
        return violate(
            e, Code::frame_outside_umem,
            fmt::format("frame {:#x}, given back, lies outside the UMEM", reclaim.frame.value));
    if (!frame->submitted) {
        violate(e, frame->event == 0 ? Code::frame_never_submitted : Code::frame_given_back_twice,
                frame->event == 0
                    ? fmt::format("frame {:#x} is given back but was never submitted",
                                  reclaim.frame.value)
                    : fmt::format("frame {:#x} is given back twice (before at event {})",
                                  reclaim.frame.value, frame->event));
    } else if (frame->held != 0) {
        violate(e, Code::frame_given_back_while_at_device,
                fmt::format("frame {:#x} is given back while the device still holds it (taken "
                            "at event {}, not published)",
                            reclaim.frame.value, frame->taken_event));
    } else if (reclaim.digest != Digest{} && reclaim.digest != frame->digest) {
        violate(e, Code::frame_changed,
                fmt::format("frame {:#x} comes back with other bytes than were submitted at "
                            "event {}",
                            reclaim.frame.value, frame->event));
    }
    if (frame->submitted && frame->peeked && !frame->published) --pairs_[reclaim.pair].with_driver;
    frame->submitted = frame->peeked = false;
    frame->event = e.number;
}

void FrameOwnership::on(const event::XskPeek& peek, const Event&) {
    Frame* frame = frame_of(peek.pair, peek.frame);
    if (frame == nullptr || !frame->submitted || frame->peeked) return;
    frame->peeked = true;
    ++pairs_[peek.pair].with_driver;
}

void FrameOwnership::on(const event::DevTake& take, const Event& e) {
    if (!is_tx_queue(take.queue)) return;
    const std::uint64_t index = pair_of_queue(take.queue);
    Pair& pair = pairs_[index];
    const std::uint64_t chunk = umem_.chunk_of(index, take.payload_gpa);
    pair.taken.push({chunk, pair.generation});
    if (chunk == no_chunk) return;
    Frame& frame = pair.frames[chunk];
    if (!frame.submitted)
        violate(e, Code::frame_taken_from_application,
                fmt::format("the device takes a buffer in the frame at {:#x}, which belongs to "
                            "the application{}",
                            take.payload_gpa.value,
                            frame.event == 0 ? "" : fmt::format(" since event {}", frame.event)));
    ++frame.held;
    frame.taken_event = e.number;
}

void FrameOwnership::on(const event::DevPublish& publish, const Event& e) {
    if (!is_tx_queue(publish.queue)) return;
    Pair& pair = pairs_[pair_of_queue(publish.queue)];
    std::uint32_t entries = static_cast<std::uint16_t>(publish.new_idx - publish.old_idx);
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
        violate(
            e, Code::frame_published_too_many,
            fmt::format("the device publishes {} used entries more than it took buffers", entries));
}

// The device holds none of them any more. What the driver had kept aside counts as given up too.
void FrameOwnership::on(const event::DevReset& reset, const Event&) {
    if (!is_tx_queue(reset.queue)) return;
    Pair& pair = pairs_[pair_of_queue(reset.queue)];
    pair.taken.clear();
    pair.with_driver = 0;
    for (Frame& frame : pair.frames) {
        frame.held = 0;
        frame.published = frame.published || frame.peeked;
    }
}

void FrameOwnership::on(const event::XskUnbind& unbind, const Event& e) {
    if (unbind.umem_kept) return;  // the UMEM stays where it is
    Pair& pair = pairs_[unbind.pair];
    if (pair.with_driver != 0)
        violate(e, Code::frame_umem_in_use,
                fmt::format("the UMEM of pair {} is given back while {} of its frames are still "
                            "in the driver and the device",
                            unbind.pair, pair.with_driver));
    pair.with_driver = 0;
    for (Frame& frame : pair.frames) {
        frame.submitted = frame.peeked = false;
        frame.event = e.number;
    }
}

void FrameOwnership::on(const event::UmemRegister& umem, const Event&) {
    umem_.on(umem);
    Pair& pair = pairs_[umem.pair];
    ++pair.generation;
    pair.with_driver = 0;
    pair.frames.assign(umem_.chunks(umem.pair), Frame{});
}

}  // namespace

std::unique_ptr<Check> make_frame_ownership() { return std::make_unique<FrameOwnership>(); }

}  // namespace xsksim
