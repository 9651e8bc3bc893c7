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
    std::vector<EventKind> kinds() const override {
        using enum EventKind;
        return {hrtimer_init, hrtimer_start, hrtimer_cancel, hrtimer_fire, xsk_bind, xsk_unbind};
    }
    void on_event(const Event& e) override {
        switch (e.kind) {
            case EventKind::xsk_bind:
                return on_bind(e);
            case EventKind::xsk_unbind:
                return on_unbind(e);
            case EventKind::hrtimer_init:
                timer_of(e) = Timer(e.arg[0], e.context);
                return;
            case EventKind::hrtimer_start:
                return on_start(timer_of(e), e);
            case EventKind::hrtimer_cancel:
                return on_cancel(timer_of(e), e);
            case EventKind::hrtimer_fire:
                return on_fire(timer_of(e), e);
            default:
                return;
        }
    }

private:
    Timer& timer_of(const Event& e) {
        for (Timer& timer : timers_)
            if (timer.id == e.arg[0]) return timer;
        timers_.emplace_back(e.arg[0]);
        return timers_.back();
    }
    void on_bind(const Event& e) {
        if (e.arg[1] != 0) return;
        bound_[e.arg[0]] = 1;
        for (Timer& timer : timers_) {
            if (timer.initialised_by != e.context) continue;
            timer.initialised_by = no_context;
            timer.pair = e.arg[0];
        }
    }
    void on_unbind(const Event& e) {
        bound_[e.arg[0]] = 0;
        for (Timer& timer : timers_)
            if (timer.pair == e.arg[0] && timer.queued)
                violate(e, fmt::format("the pool of pair {} is gone but its timer, started at "
                                       "event {}, is still queued for {}",
                                       e.arg[0], timer.started_event, time_text(timer.expires)));
    }
    void on_start(Timer& timer, const Event& e) {
        timer.queued = true;
        timer.expires = Instant{static_cast<std::int64_t>(e.arg[1])};
        timer.started_event = e.number;
        if (timer.pair != no_pair && !bound_[timer.pair])
            violate(e, fmt::format("the timer of pair {} is started after its pool is gone",
                                   timer.pair));
    }
    // The event's result is that of hrtimer_try_to_cancel plus one: 2 means it was queued.
    void on_cancel(Timer& timer, const Event& e) {
        const bool was_queued = e.arg[1] == 2;
        if (was_queued != timer.queued)
            violate(e, was_queued ? "a timer was cancelled that was not queued"
                                  : "cancelling a queued timer did not find it");
        timer.queued = false;
    }
    void on_fire(Timer& timer, const Event& e) {
        if (!timer.queued)
            return violate(e, timer.started_event == 0
                                  ? "a timer fires that was never started"
                                  : fmt::format("a timer fires that is not queued (last started at "
                                                "event {})",
                                                timer.started_event));
        if (e.at < timer.expires)
            violate(e, fmt::format("a timer fires at {}, before it is due at {}", time_text(e.at),
                                   time_text(timer.expires)));
        if (timer.pair != no_pair && !bound_[timer.pair])
            violate(e,
                    fmt::format("the timer of pair {} fires after its pool is gone", timer.pair));
        timer.queued = false;
    }

    std::vector<Timer> timers_;  // a handful: one a queue
    Table<std::uint8_t> bound_;  // by pair
};

}  // namespace

std::unique_ptr<Check> make_timer() { return std::make_unique<TimerCheck>(); }

}  // namespace xsksim
