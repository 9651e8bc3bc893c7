// SPDX-License-Identifier: GPL-2.0-only
// Counts and latencies of a run, from its events: what of Summary events can tell: all but
// `measured`. Counts of kicks, interrupts and NAPI polls are those of TX queues. A latency runs
// from app_submit of a frame, told by its UMEM chunk. Keeps counts only; what an event is about,
// the picture knows.
#pragma once

#include "models/observe/picture.hpp"
#include "sim/run/histogram.hpp"
#include "sim/run/run.hpp"

namespace xsksim {

class SummaryObserver {
public:
    // `picture` must get each event before this does.
    explicit SummaryObserver(const Picture& picture) : picture_(picture) {}
    void listen_to(EventListeners& events);
    Summary summary(Instant end) const;

    void on(const event::AppReclaim& reclaim, const Event& e);
    void on(const event::VqAdd& add, const Event& e);
    void on(const event::DevWire& wire, const Event& e);
    void on(const event::NapiPoll& poll, const Event& e);
    void on(const event::NapiPolled& polled, const Event& e);
    void on(const event::XskWakeupDone& done, const Event& e);
    void on(const event::VqNotify& notify, const Event&) {
        counted_.kicks += picture_.queues().transmits(notify.queue) ? 1 : 0;
    }
    void on(const event::IrqRaise& raise, const Event&) {
        counted_.interrupts_raised += is_tx(raise.vector) ? 1 : 0;
    }
    void on(const event::IrqDeliver& deliver, const Event&) {
        counted_.interrupts_delivered += is_tx(deliver.vector) ? 1 : 0;
    }
    void on(const event::IrqLost& lost, const Event&) {
        counted_.interrupts_lost += is_tx(lost.vector) ? 1 : 0;
    }
    void on(const event::HrtimerStart&, const Event&) { ++counted_.timer_starts; }
    void on(const event::HrtimerFire&, const Event&) { ++counted_.timer_fires; }
    void on(const event::AppSendmsg&, const Event&) { ++counted_.sendmsg_calls; }

private:
    // The vector tells of a transmit queue.
    bool is_tx(std::uint64_t vector) const {
        const QueueMap& queues = picture_.queues();
        return queues.transmits(queues.queue_of_vector(vector));
    }
    // A driver call that runs the queue, a TX NAPI poll or ndo_xsk_wakeup, has ended.
    void finish();

    const Picture& picture_;
    Histogram submit_to_wire_, submit_to_reclaim_;
    Summary counted_;
    Instant last_wire_;
};

}  // namespace xsksim
