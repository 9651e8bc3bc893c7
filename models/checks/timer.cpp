// SPDX-License-Identifier: GPL-2.0-only
// timer: an hrtimer fires only when started, not before it is due, and once a start; cancelling
// tells the truth about it; and when a pool has been taken from the driver, the timer that the
// driver made for it is neither queued nor fires later.
#include <fmt/format.h>

#include "models/checks/all_checks.hpp"
#include "sim/core/time_text.hpp"

namespace xsksim {
namespace {

class TimerCheck : public Check {
public:
    explicit TimerCheck(const Picture& picture) : picture_(picture), timers_(picture.timers()) {}
    std::string_view name() const override { return "timer"; }
    void listen_to(EventListeners& events) override {
        using namespace event;
        events.listen<HrtimerStart, HrtimerCancel, HrtimerFire, XskUnbind>(*this);
    }
    void on(const event::XskUnbind& unbind, const Event& e) {
        timers_.for_each_of_pool(unbind.pair, [&](const TimerState& timer) {
            if (timer.queued)
                violate(e, Code::timer_queued_without_pool,
                        fmt::format("the pool of pair {} is gone but its timer, started at "
                                    "event {}, is still queued for {}",
                                    unbind.pair, timer.started.event, time_text(timer.expires)));
        });
    }
    void on(const event::HrtimerStart& start, const Event& e) {
        const TimerState& timer = timers_.of(start.timer);
        if (pool_is_gone(timer))
            violate(
                e, Code::timer_started_without_pool,
                fmt::format("the timer of pair {} is started after its pool is gone", *timer.pair));
    }
    void on(const event::HrtimerCancel& cancel, const Event& e) {
        // Whether it is queued as well, then, nobody is told (kernel/time/hrtimer.c,
        // hrtimer_try_to_cancel, Linux 5.11).
        if (cancel.result == TimerCancel::callback_running) return;
        const bool was_queued = cancel.result == TimerCancel::cancelled;
        if (was_queued != timers_.of(cancel.timer).was_queued)
            violate(e, Code::timer_cancel_untrue,
                    was_queued ? "a timer was cancelled that was not queued"
                               : "cancelling a queued timer did not find it");
    }
    void on(const event::HrtimerFire& fire, const Event& e) {
        const TimerState& timer = timers_.of(fire.timer);
        if (!timer.was_queued)
            return violate(e, Code::timer_fires_unstarted,
                           !timer.started.seen()
                               ? "a timer fires that was never started"
                               : fmt::format("a timer fires that is not queued (last started at "
                                             "event {})",
                                             timer.started.event));
        if (e.at < timer.expires)
            violate(e, Code::timer_fires_early,
                    fmt::format("a timer fires at {}, before it is due at {}", time_text(e.at),
                                time_text(timer.expires)));
        if (pool_is_gone(timer))
            violate(e, Code::timer_fires_without_pool,
                    fmt::format("the timer of pair {} fires after its pool is gone", *timer.pair));
    }

private:
    bool pool_is_gone(const TimerState& timer) const {
        return timer.is_of_pool && !picture_.pairs().find(*timer.pair)->socket.bound;
    }

    const Picture& picture_;
    const Timers& timers_;
};

}  // namespace

std::unique_ptr<Check> make_timer(const Picture& picture) {
    return std::make_unique<TimerCheck>(picture);
}

}  // namespace xsksim
