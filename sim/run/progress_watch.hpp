// SPDX-License-Identifier: GPL-2.0-only
// Ends a run in which work waits and nothing has moved for the progress bound, although something
// periodic (received frames, a timer) would keep it going for ever. A run in which nothing at all
// is pending ends by itself: the engine is idle. It acts, and so comes after all who read.
#pragma once

#include <functional>

#include "models/observe/picture.hpp"

namespace xsksim {

class ProgressWatch : public EventListener {
public:
    ProgressWatch(const Picture& picture, Duration bound, std::function<void()> stop)
        : picture_(picture), bound_(bound), stop_(std::move(stop)) {}

    // What periodic actors bring about; the rest follows from these.
    void listen_to(EventListeners& events) {
        using enum EventKind;
        for (const EventKind kind : {irq_enter, dev_rx, dev_rx_drop, hrtimer_fire, napi_poll,
                                     app_sendmsg, app_poll, udp_submit, sched_switch})
            events.listen_to(kind, *this);
    }
    void on_event(const Event& event) override {
        if (event.at - picture_.last_progress() > bound_ && picture_.work_waiting()) stop_();
    }

private:
    const Picture& picture_;
    Duration bound_;
    std::function<void()> stop_;
};

}  // namespace xsksim
