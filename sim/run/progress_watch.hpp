// SPDX-License-Identifier: GPL-2.0-only
// Ends a run in which work waits and nothing has moved for the progress bound, although something
// periodic (received frames, a timer) would keep it going for ever. A run in which nothing at all
// is pending ends by itself: the engine is idle.
#pragma once

#include <functional>
#include <vector>

#include "models/checks/judge.hpp"

namespace xsksim {

class ProgressWatch : public EventListener {
public:
    ProgressWatch(const StallObserver& stall, Duration bound, std::function<void()> stop)
        : stall_(stall), bound_(bound), stop_(std::move(stop)) {}

    // What periodic actors bring about; the rest follows from these.
    static std::vector<EventKind> kinds() {
        return {EventKind::irq_enter,    EventKind::dev_rx,     EventKind::dev_rx_drop,
                EventKind::hrtimer_fire, EventKind::napi_poll,  EventKind::app_sendmsg,
                EventKind::app_poll,     EventKind::udp_submit, EventKind::sched_switch};
    }
    void on_event(const Event& event) override {
        if (event.at - stall_.last_progress() > bound_ && stall_.work_waiting()) stop_();
    }

private:
    const StallObserver& stall_;
    Duration bound_;
    std::function<void()> stop_;
};

}  // namespace xsksim
