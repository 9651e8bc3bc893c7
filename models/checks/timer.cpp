// SPDX-License-Identifier: GPL-2.0-only
// timer: an hrtimer fires only when started, not before it is due, and once a start; cancelling
// tells the truth about it; and when a pool has been taken from the driver, the timer that the
// driver made for it is neither queued nor fires later. A timer belongs to the pair whose bind
// initialised it (hrtimer_init and xsk_bind in one context).
#include <fmt/format.h>

#include "models/checks/all_checks.hpp"
#include "sim/core/table.hpp"
#include "sim/core/time_text.hpp"

namespace xsksim {
namespace {

constexpr std::uint64_t no_pair = UINT64_MAX;

struct Timer {
    explicit Timer(std::uint64_t id_, ContextId initialiser = no_context)
        : id(id_), initialised_by(initialiser) {}
    std::uint64_t id;
    bool queued = false;
    Instant expires;
    std::uint64_t started_event = 0;
    std::uint64_t pair = no_pair;
    ContextId initialised_by;  // until the bind that it is part of ends
};

class TimerCheck : public Check {
public:
    std::string_view name() const override { return "timer"; }
    void listen_to(EventListeners& events) override {
        using namespace event;
        events.listen<HrtimerInit, HrtimerStart, HrtimerCancel, HrtimerFire, XskBind, XskUnbind>(
            *this);
    }
    void on(const event::HrtimerInit& init, const Event& e) {
        timer_of(init.timer) = Timer(init.timer, e.context);
    }
    void on(const event::XskBind& bind, const Event& e) {
        if (!bind.result.ok()) return;
        bound_[bind.pair] = 1;
        for (Timer& timer : timers_) {
            if (timer.initialised_by != e.context) continue;
            timer.initialised_by = no_context;
            timer.pair = bind.pair;
        }
    }
    void on(const event::XskUnbind& unbind, const Event& e) {
        bound_[unbind.pair] = 0;
        for (Timer& timer : timers_)
            if (timer.pair == unbind.pair && timer.queued)
                violate(e, Code::timer_queued_without_pool,
                        fmt::format("the pool of pair {} is gone but its timer, started at "
                                    "event {}, is still queued for {}",
                                    unbind.pair, timer.started_event, time_text(timer.expires)));
    }
    void on(const event::HrtimerStart& start, const Event& e) {
        Timer& timer = timer_of(start.timer);
        timer.queued = true;
        timer.expires = start.expires_ns;
        timer.started_event = e.number;
        if (timer.pair != no_pair && !bound_[timer.pair])
            violate(
                e, Code::timer_started_without_pool,
                fmt::format("the timer of pair {} is started after its pool is gone", timer.pair));
    }
    void on(const event::HrtimerCancel& cancel, const Event& e) {
        Timer& timer = timer_of(cancel.timer);
        const bool was_queued = cancel.result == TimerCancel::cancelled;
        if (was_queued != timer.queued)
            violate(e, Code::timer_cancel_untrue,
                    was_queued ? "a timer was cancelled that was not queued"
                               : "cancelling a queued timer did not find it");
        timer.queued = false;
    }
    void on(const event::HrtimerFire& fire, const Event& e) {
        Timer& timer = timer_of(fire.timer);
        if (!timer.queued)
            return violate(e, Code::timer_fires_unstarted,
                           timer.started_event == 0
                               ? "a timer fires that was never started"
                               : fmt::format("a timer fires that is not queued (last started at "
                                             "event {})",
                                             timer.started_event));
        if (e.at < timer.expires)
            violate(e, Code::timer_fires_early,
                    fmt::format("a timer fires at {}, before it is due at {}", time_text(e.at),
                                time_text(timer.expires)));
        if (timer.pair != no_pair && !bound_[timer.pair])
            violate(e, Code::timer_fires_without_pool,
                    fmt::format("the timer of pair {} fires after its pool is gone", timer.pair));
        timer.queued = false;
    }

private:
    Timer& timer_of(std::uint64_t id) {
        for (Timer& timer : timers_)
            if (timer.id == id) return timer;
        return timers_.emplace_back(id);
    }

    std::vector<Timer> timers_;  // a handful: one a queue
    Table<std::uint8_t> bound_;  // by pair
};

}  // namespace

std::unique_ptr<Check> make_timer() { return std::make_unique<TimerCheck>(); }

}  // namespace xsksim
