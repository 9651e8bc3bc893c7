// SPDX-License-Identifier: GPL-2.0-only
// Counts and latencies of a run, from its events: what of Summary events can tell: all but
// `measured`. Counts of kicks, interrupts and NAPI polls are
// those of TX queues. A latency runs from app_submit of a frame, told by its UMEM chunk.
#pragma once

#include "models/observe/picture.hpp"
#include "sim/core/table.hpp"
#include "sim/run/histogram.hpp"
#include "sim/run/run.hpp"

namespace xsksim {

class SummaryObserver {
public:
    // `picture` must get each event before this does.
    explicit SummaryObserver(const Picture& picture) : picture_(picture) {}
    void listen_to(EventListeners& events);
    Summary summary(Instant end) const;

    void on(const event::AppSubmit& submit, const Event& e);
    void on(const event::AppReclaim& reclaim, const Event& e);
    void on(const event::VqAdd& add, const Event& e);
    void on(const event::VqGetBuf& got, const Event& e);
    void on(const event::DevWire& wire, const Event& e);
    void on(const event::NapiPoll& poll, const Event& e);
    void on(const event::NapiPolled& polled, const Event& e);
    void on(const event::XskWakeup& wakeup, const Event& e);
    void on(const event::XskWakeupDone& done, const Event& e);
    void on(const event::XskPeekNone& none, const Event& e);
    void on(const event::NapiScheduled& schedule, const Event& e);
    void on(const event::DevReset& reset, const Event& e);
    void on(const event::UmemRegister& umem, const Event& e);
    void on(const event::UdpSubmit&, const Event&) { ++counted_.udp_submitted; }
    void on(const event::VqNotify& notify, const Event&) {
        counted_.kicks += is_tx_queue(notify.queue) ? 1 : 0;
    }
    void on(const event::IrqRaise& raise, const Event&) {
        counted_.interrupts_raised += is_tx_queue(raise.vector) ? 1 : 0;
    }
    void on(const event::IrqDeliver& deliver, const Event&) {
        counted_.interrupts_delivered += is_tx_queue(deliver.vector) ? 1 : 0;
    }
    void on(const event::IrqLost& lost, const Event&) {
        counted_.interrupts_lost += is_tx_queue(lost.vector) ? 1 : 0;
    }
    void on(const event::HrtimerStart&, const Event&) { ++counted_.timer_starts; }
    void on(const event::HrtimerFire&, const Event&) { ++counted_.timer_fires; }
    void on(const event::AppSendmsg&, const Event&) { ++counted_.sendmsg_calls; }

private:
    struct Queue {
        std::uint64_t added = 0, got = 0;
    };
    // A driver call that runs the queue: a TX NAPI poll or ndo_xsk_wakeup.
    struct DriverCall {
        bool open = false;
        bool ran = false;          // it touched the queue
        bool peeked_none = false;  // it ended for lack of work
        bool scheduled = false;    // it handed over to NAPI
        std::uint64_t pair = 0;
    };
    // Calls nest: bottom halves that a wakeup enables may poll NAPIs in the same context.
    struct Calls {
        static constexpr std::size_t depth_max = 4;
        std::array<DriverCall, depth_max> calls;
        std::size_t depth = 0;  // calls[0] is for what happens outside of any
    };
    void begin(const Event& e, std::uint64_t pair, bool ran);
    void finish(const Event& e);
    Calls& calls_of(const Event& e) {
        return e.context == no_context ? outside_ : calls_[e.context];
    }
    DriverCall& call_of(const Event& e) {
        Calls& calls = calls_of(e);
        return calls.calls[calls.depth];
    }
    Instant* submit_time(std::uint64_t pair, std::uint64_t chunk);
    Instant* submit_time(std::uint64_t pair, FrameAddress frame) {
        return submit_time(pair, picture_.packets().umem().chunk_of(pair, frame));
    }

    const Picture& picture_;
    Table<std::vector<Instant>> submitted_at_;  // by pair, by chunk
    Table<Queue> queues_;                       // by pair
    Table<Calls> calls_;                        // by context
    Calls outside_;
    Histogram submit_to_wire_, submit_to_reclaim_;
    Summary counted_;
    Instant last_wire_;
};

}  // namespace xsksim
