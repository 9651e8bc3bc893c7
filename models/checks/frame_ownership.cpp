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

namespace xsksim {
namespace {

class FrameOwnership : public Check {
public:
    explicit FrameOwnership(const Picture& picture)
        : chunks_(picture.packets().chunks()), queues_(picture.queues()) {}
    std::string_view name() const override { return "frame_ownership"; }
    void listen_to(EventListeners& events) override {
        using namespace event;
        events.listen<AppSubmit, AppReclaim, DevTake, DevPublish, XskUnbind, DevStale>(*this);
    }
    void on(const event::AppSubmit& submit, const Event& e);
    void on(const event::AppReclaim& reclaim, const Event& e);
    void on(const event::DevTake& take, const Event& e);
    void on(const event::DevPublish& publish, const Event& e);
    void on(const event::XskUnbind& unbind, const Event& e);
    void on(const event::DevStale& stale, const Event& e);

private:
    const UmemChunks& chunks_;
    const QueueMap& queues_;
};

void FrameOwnership::on(const event::DevStale& stale, const Event& e) {
    if (stale.state == MemoryState::unmapped)
        return violate(
            e, Code::dma_used_unmapped,
            fmt::format("the device uses memory at {:#x} (queue {}, head {}) that is not "
                        "mapped for DMA",
                        stale.gpa.value, stale.queue, stale.head));
    violate(e, Code::frame_read_given_back,
            fmt::format("the device reads memory at {:#x} (queue {}, head {}) that the guest has "
                        "given back",
                        stale.gpa.value, stale.queue, stale.head));
}

void FrameOwnership::on(const event::AppSubmit& submit, const Event& e) {
    const ChunkState* before = chunks_.before();
    if (before == nullptr) return;
    if (before->submitted)
        violate(e, Code::frame_submitted_to_kernel_twice,
                fmt::format("frame {:#x} is submitted again while the kernel has it (submitted "
                            "at event {})",
                            submit.frame.value, before->event));
    else if (before->held != 0)
        violate(e, Code::frame_submitted_while_at_device,
                fmt::format("frame {:#x} is submitted again while the device still holds it "
                            "(taken at event {}, not published)",
                            submit.frame.value, before->taken_event));
}

void FrameOwnership::on(const event::AppReclaim& reclaim, const Event& e) {
    const ChunkState* before = chunks_.before();
    if (before == nullptr)
        return violate(
            e, Code::frame_outside_umem,
            fmt::format("frame {:#x}, given back, lies outside the UMEM", reclaim.frame.value));
    if (!before->submitted) {
        violate(e, before->event == 0 ? Code::frame_never_submitted : Code::frame_given_back_twice,
                before->event == 0
                    ? fmt::format("frame {:#x} is given back but was never submitted",
                                  reclaim.frame.value)
                    : fmt::format("frame {:#x} is given back twice (before at event {})",
                                  reclaim.frame.value, before->event));
    } else if (before->held != 0) {
        violate(e, Code::frame_given_back_while_at_device,
                fmt::format("frame {:#x} is given back while the device still holds it (taken "
                            "at event {}, not published)",
                            reclaim.frame.value, before->taken_event));
    } else if (reclaim.digest != Digest{} && reclaim.digest != before->digest) {
        violate(e, Code::frame_changed,
                fmt::format("frame {:#x} comes back with other bytes than were submitted at "
                            "event {}",
                            reclaim.frame.value, before->event));
    }
}

void FrameOwnership::on(const event::DevTake& take, const Event& e) {
    if (!queues_.transmits(take.queue)) return;
    const ChunkState* before = chunks_.before();
    if (before == nullptr || before->submitted) return;
    violate(e, Code::frame_taken_from_application,
            fmt::format("the device takes a buffer in the frame at {:#x}, which belongs to the "
                        "application{}",
                        take.payload_gpa.value,
                        before->event == 0 ? "" : fmt::format(" since event {}", before->event)));
}

void FrameOwnership::on(const event::DevPublish& publish, const Event& e) {
    const std::uint64_t untaken = chunks_.published_untaken();
    if (queues_.transmits(publish.queue) && untaken != 0)
        violate(
            e, Code::frame_published_too_many,
            fmt::format("the device publishes {} used entries more than it took buffers", untaken));
}

void FrameOwnership::on(const event::XskUnbind& unbind, const Event& e) {
    if (unbind.umem_kept) return;  // the UMEM stays where it is
    if (const std::uint64_t frames = chunks_.with_driver_at_unbind(); frames != 0)
        violate(e, Code::frame_umem_in_use,
                fmt::format("the UMEM of pair {} is given back while {} of its frames are still "
                            "in the driver and the device",
                            unbind.pair, frames));
}

}  // namespace

std::unique_ptr<Check> make_frame_ownership(const Picture& picture) {
    return std::make_unique<FrameOwnership>(picture);
}

}  // namespace xsksim
