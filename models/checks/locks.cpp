// SPDX-License-Identifier: GPL-2.0-only
// locks: a lock has one holder, who releases it, before the call that took it returns; and each
// operation on a TX virtqueue happens under the tx lock. Three that 5.11 itself does outside of it
// are notes: virtqueue_disable_cb in a hard interrupt, virtqueue_enable_cb_prepare and
// virtqueue_poll in NAPI completion, virtqueue_disable_cb in virtqueue_napi_schedule.
#include <algorithm>

#include <fmt/format.h>

#include "models/checks/all_checks.hpp"
#include "models/observe/umem_map.hpp"
#include "sim/core/table.hpp"

namespace xsksim {
namespace {

struct Lock {
    std::uint64_t id = 0;
    ContextId holder = no_context;
    Text lock_class{};
    std::uint64_t event = 0;
};

// What a context is in the middle of, as far as the rules above ask.
struct Situation {
    std::uint32_t held = 0;
    std::uint32_t in_hardirq = 0;
    std::uint32_t in_poll = 0;
    bool scheduling_napi = false;              // between napi_schedule_prep and __napi_schedule
    bool completion_failed = false;            // napi_complete_done said no
    std::vector<std::uint32_t> held_at_entry;  // one a call it is inside of
};

class Locks : public Check {
public:
    explicit Locks(const TraceNames& names) : names_(names) {}
    std::string_view name() const override { return "locks"; }
    void listen_to(EventListeners& events) override {
        using namespace event;
        events.listen<LockAcquire, LockRelease, VqUnlocked, IrqEnter, IrqExit, NapiPoll, NapiPolled,
                      NapiScheduled, NapiQueue, NapiComplete, XskWakeup, XskWakeupDone>(*this);
    }
    void on(const event::LockAcquire& taken, const Event& e);
    void on(const event::LockRelease& released, const Event& e);
    void on(const event::VqUnlocked& unlocked, const Event& e);
    void on(const event::IrqEnter&, const Event& e) { enter(e, &situation_of(e).in_hardirq); }
    void on(const event::IrqExit&, const Event& e) { leave(e, &situation_of(e).in_hardirq); }
    void on(const event::NapiPoll&, const Event& e) { enter(e, &situation_of(e).in_poll); }
    void on(const event::NapiPolled&, const Event& e) { leave(e, &situation_of(e).in_poll); }
    void on(const event::XskWakeup&, const Event& e) { enter(e, nullptr); }
    void on(const event::XskWakeupDone&, const Event& e) { leave(e, nullptr); }
    void on(const event::NapiScheduled& napi, const Event& e) {
        situation_of(e).scheduling_napi = napi.outcome == NapiSchedule::scheduled;
    }
    void on(const event::NapiQueue&, const Event& e) { situation_of(e).scheduling_napi = false; }
    void on(const event::NapiComplete& napi, const Event& e) {
        situation_of(e).completion_failed = !napi.completed;
    }

private:
    Lock& lock_of(std::uint64_t id);
    void enter(const Event& e, std::uint32_t* level);
    void leave(const Event& e, std::uint32_t* level);
    const char* excuse(const Situation& situation, std::string_view operation) const;

    const TraceNames& names_;
    std::vector<Lock> locks_;
    Table<Situation> situations_;  // by context
    Situation outside_;            // events of no context
    Situation& situation_of(const Event& e) {
        return e.context == no_context ? outside_ : situations_[e.context];
    }
};

Lock& Locks::lock_of(std::uint64_t id) {
    const auto known = std::ranges::find(locks_, id, &Lock::id);
    if (known != locks_.end()) return *known;
    locks_.push_back({.id = id});
    return locks_.back();
}

void Locks::on(const event::LockAcquire& taken, const Event& e) {
    Lock& lock = lock_of(taken.lock);
    if (lock.holder != no_context)
        violate(e, Code::lock_taken_twice,
                fmt::format("{} is taken while {} holds it (since event {})",
                            names_.text(taken.text), names_.context(lock.holder), lock.event));
    lock = {taken.lock, e.context, taken.text, e.number};
    ++situation_of(e).held;
}

void Locks::on(const event::LockRelease& released, const Event& e) {
    Lock& lock = lock_of(released.lock);
    if (lock.holder == no_context)
        return violate(
            e, Code::lock_released_free,
            fmt::format("a lock is released that nobody holds ({})", names_.text(lock.lock_class)));
    if (lock.holder != e.context)
        violate(e, Code::lock_released_by_other,
                fmt::format("{} is released by {} but was taken by {} at event {}",
                            names_.text(lock.lock_class), names_.context(e.context),
                            names_.context(lock.holder), lock.event));
    Situation& holder = situations_[lock.holder];
    if (holder.held != 0) --holder.held;
    lock.holder = no_context;
}

void Locks::enter(const Event& e, std::uint32_t* level) {
    Situation& situation = situation_of(e);
    if (level != nullptr) ++*level;
    situation.held_at_entry.push_back(situation.held);
    situation.completion_failed = false;
}

void Locks::leave(const Event& e, std::uint32_t* level) {
    Situation& situation = situation_of(e);
    if (level != nullptr && *level != 0) --*level;
    if (situation.held_at_entry.empty()) return;
    const std::uint32_t before = situation.held_at_entry.back();
    situation.held_at_entry.pop_back();
    if (situation.held <= before) return;
    violate(e, Code::lock_unbalanced,
            fmt::format("{} ends with {} more lock(s) held than when it began",
                        info_of(e.kind).name, situation.held - before));
    situation.held = before;
}

const char* Locks::excuse(const Situation& situation, std::string_view operation) const {
    if (operation.ends_with("disable_cb")) {
        if (situation.scheduling_napi) return "in virtqueue_napi_schedule";
        if (situation.in_hardirq != 0) return "in the hard interrupt";
        if (situation.in_poll != 0 && situation.completion_failed) return "in NAPI completion";
    }
    const bool completion =
        operation.ends_with("enable_cb_prepare") || operation.ends_with("virtqueue_poll");
    return completion && situation.in_poll != 0 ? "in NAPI completion" : nullptr;
}

void Locks::on(const event::VqUnlocked& unlocked, const Event& e) {
    if (!is_tx_queue(unlocked.queue)) return;  // RX queues have no such lock
    const std::string operation = names_.text(unlocked.text);
    const char* where = excuse(situation_of(e), operation);
    if (where == nullptr)
        return violate(
            e, Code::lock_queue_unlocked,
            fmt::format("{} on virtqueue {} outside the tx lock", operation, unlocked.queue));
    std::string note = fmt::format("{} on virtqueue {} outside the tx lock, as 5.11 itself does {}",
                                   operation, unlocked.queue, where);
    const auto same = [&](const Violation& v) { return v.is_note && v.message == note; };
    if (std::ranges::none_of(violations_, same))
        violate(e, Code::lock_queue_unlocked_upstream, std::move(note), true);
}

}  // namespace

std::unique_ptr<Check> make_locks(const TraceNames& names) {
    return std::make_unique<Locks>(names);
}

}  // namespace xsksim
