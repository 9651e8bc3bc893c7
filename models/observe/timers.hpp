// SPDX-License-Identifier: GPL-2.0-only
// What events say of each hrtimer, and whose it is: of the pair whose bind has initialised it
// (hrtimer_init and xsk_bind in one context), else of the one whose driver code starts it first.
#pragma once

#include <cstdint>
#include <optional>

#include "models/events.hpp"
#include "models/observe/mark.hpp"
#include "sim/core/table.hpp"

namespace xsksim {

struct TimerState {
    bool known = false, queued = false;
    bool was_queued = false;  // before the event that is about it
    Instant expires;
    Mark started, cancelled, fired;
    std::optional<NapiSchedule> outcome;  // of the schedule attempt of the last firing
    std::optional<std::uint64_t> pair;
    bool is_of_pool = false;                // the pair's bind has initialised it
    ContextId initialised_by = no_context;  // until the bind that it is part of ends
};

class Timers {
public:
    const TimerState& of(std::uint64_t timer) const { return existing(timers_.find(timer)); }
    // The pair's, or one never started.
    const TimerState& of_pair(std::uint64_t pair) const {
        const std::optional<std::uint64_t>* timer = by_pair_.find(pair);
        return timer == nullptr || !*timer ? existing(nullptr) : of(**timer);
    }
    template <class Visit>
    void for_each_of_pool(std::uint64_t pair, Visit visit) const {
        for (const TimerState& timer : timers_)
            if (timer.is_of_pool && timer.pair == pair) visit(timer);
    }

    void init(std::uint64_t timer, const Event& e) {
        TimerState& state = timers_[timer] = TimerState{};
        state.known = true;
        state.initialised_by = e.context;
    }
    void bind(std::uint64_t pair, const Event& e) {
        for (std::uint64_t timer = 0; timer < timers_.size(); ++timer) {
            TimerState& state = timers_[timer];
            if (!state.known || state.initialised_by != e.context) continue;
            state.initialised_by = no_context;
            state.is_of_pool = true;
            belongs(timer, pair);
        }
    }
    TimerState& at(std::uint64_t timer) { return timers_[timer]; }
    // For an event that is about it. Belongs to `pair` if it is nobody's yet.
    TimerState& touched(std::uint64_t timer, std::uint64_t pair) {
        TimerState& state = timers_[timer];
        state.known = true;
        state.was_queued = state.queued;
        if (!state.pair) belongs(timer, pair);
        return state;
    }

private:
    static const TimerState& existing(const TimerState* state) {
        static const TimerState none;
        return state == nullptr ? none : *state;
    }
    void belongs(std::uint64_t timer, std::uint64_t pair) {
        timers_[timer].pair = pair;
        by_pair_[pair] = timer;
    }

    Table<TimerState> timers_;                     // by number
    Table<std::optional<std::uint64_t>> by_pair_;  // the number of each pair's
};

}  // namespace xsksim
