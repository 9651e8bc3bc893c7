// SPDX-License-Identifier: GPL-2.0-only
// What each context is in the middle of: the calls it is inside of and the locks that it holds.
// Owner: the picture, which begins and ends the calls.
#pragma once

#include <cstdint>
#include <vector>

#include "models/events.hpp"
#include "models/observe/calls.hpp"
#include "models/observe/judge_settings.hpp"
#include "sim/core/table.hpp"

namespace xsksim {

// Who holds a lock, since which event; no_context: nobody.
struct HeldLock {
    std::uint64_t id = 0;
    bool is_held = false;
    ContextId holder = no_context;
    Text lock_class{};
    bool is_tx = false;  // of a transmit queue
    std::uint64_t event = 0;
};

class Contexts {
public:
    struct State {
        CallStack calls;
        std::uint32_t locks = 0, tx_locks = 0;  // that it holds
        bool schedules_napi = false;            // between napi_schedule_prep and __napi_schedule
        bool completion_failed = false;         // in this call, napi_complete_done said no
        bool makes_xdp_frame = false;           // and adds it to a queue next
        Text last_access{};                     // as the event has it; only with trace.accesses
    };

    explicit Contexts(const TraceNames& names) : names_(names) {}
    void listen_to(EventListeners& events);

    State& of(const Event& e) { return e.context == no_context ? outside_ : states_[e.context]; }
    const State& of(const Event& e) const;
    const Call& call_of(const Event& e) const { return of(e).calls.now(); }
    void enter(const Event& e, Call call);
    void leave(const Event& e, Doing doing);
    void leave_all(const Event& e);
    // The call that the event has ended, if it has; valid until the next that does.
    const Call& ended() const { return ended_; }
    // Some context is in such a call.
    template <class Predicate>
    bool any_in(Predicate predicate) const {
        for (const State& state : states_)
            if (state.calls.any_of(predicate)) return true;
        return outside_.calls.any_of(predicate);
    }

    // The lock that the event is about, as it was before.
    const HeldLock& lock_before() const { return lock_before_; }
    std::size_t tx_locks_held() const { return tx_locks_held_; }

    void on(const event::LockAcquire& taken, const Event& e);
    void on(const event::LockRelease& released, const Event& e);
    void on(const event::NapiScheduled& napi, const Event& e) {
        of(e).schedules_napi = napi.outcome == NapiSchedule::scheduled;
    }
    void on(const event::NapiQueue&, const Event& e) { of(e).schedules_napi = false; }
    void on(const event::NapiComplete& napi, const Event& e) {
        of(e).completion_failed = !napi.completed;
    }
    void on(const event::Access& access, const Event& e) { of(e).last_access = access.text; }

private:
    HeldLock& lock_of(std::uint64_t id);
    bool is_tx_class(Text lock_class);
    void release(HeldLock& lock);
    const TraceNames& names_;
    Table<State> states_;  // by context
    State outside_;        // events of no context
    Call ended_;
    std::vector<HeldLock> locks_;
    HeldLock lock_before_;
    std::size_t tx_locks_held_ = 0;
    Text tx_class_, other_class_;  // that were looked up last
};

}  // namespace xsksim
