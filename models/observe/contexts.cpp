// SPDX-License-Identifier: GPL-2.0-only
#include "models/observe/contexts.hpp"

#include <algorithm>

namespace xsksim {
namespace {

constexpr const char* tx_lock_class = "_xmit_lock";

}  // namespace

void Contexts::listen_to(EventListeners& events) {
    using namespace event;
    events.listen<LockAcquire, LockRelease, NapiScheduled, NapiQueue, NapiComplete, Access>(*this);
}

const Contexts::State& Contexts::of(const Event& e) const {
    static const State nothing;
    if (e.context == no_context) return outside_;
    const State* state = states_.find(e.context);
    return state == nullptr ? nothing : *state;
}

// --- calls ---

void Contexts::enter(const Event& e, Call call) {
    State& state = of(e);
    call.begun = e.number;
    call.locks_at_entry = state.locks;
    state.completion_failed = false;
    state.calls.enter(call);
}

void Contexts::leave(const Event& e, Doing doing) {
    State& state = of(e);
    ended_ = state.calls.leave(doing, state.locks);
}

void Contexts::leave_all(const Event& e) {
    State& state = of(e);
    ended_ = state.calls.leave_all(state.locks);
}

// --- locks ---

HeldLock& Contexts::lock_of(std::uint64_t id) {
    const auto known = std::ranges::find(locks_, id, &HeldLock::id);
    if (known != locks_.end()) return *known;
    locks_.push_back({.id = id});
    return locks_.back();
}

// Texts are compared once for as long as classes do not change.
bool Contexts::is_tx_class(Text lock_class) {
    if (lock_class == tx_class_ && !lock_class.is_none()) return true;
    if (lock_class == other_class_) return false;
    const bool is_tx = names_.text(lock_class) == tx_lock_class;
    (is_tx ? tx_class_ : other_class_) = lock_class;
    return is_tx;
}

void Contexts::on(const event::LockAcquire& taken, const Event& e) {
    HeldLock& lock = lock_of(taken.lock);
    lock_before_ = lock;
    if (lock.is_held && lock.is_tx) --tx_locks_held_;  // taken from under somebody
    lock = {taken.lock, true, e.context, taken.text, is_tx_class(taken.text), e.number};
    State& state = of(e);
    ++state.locks;
    state.tx_locks += lock.is_tx ? 1 : 0;
    tx_locks_held_ += lock.is_tx ? 1 : 0;
}

void Contexts::on(const event::LockRelease& released, const Event&) {
    HeldLock& lock = lock_of(released.lock);
    lock_before_ = lock;
    if (lock.is_held) release(lock);
}

void Contexts::release(HeldLock& lock) {
    State& holder = lock.holder == no_context ? outside_ : states_[lock.holder];
    if (holder.locks != 0) --holder.locks;
    if (lock.is_tx && holder.tx_locks != 0) --holder.tx_locks;
    if (lock.is_tx) --tx_locks_held_;
    lock.holder = no_context;
    lock.is_held = false;
}

}  // namespace xsksim
