// SPDX-License-Identifier: GPL-2.0-only
// locks: a lock has one holder, who releases it, before the call that took it returns; and each
// operation on a TX virtqueue happens under the tx lock. Three that 5.11 itself does outside of it
// are notes: virtqueue_disable_cb in a hard interrupt, virtqueue_enable_cb_prepare and
// virtqueue_poll in NAPI completion, virtqueue_disable_cb in virtqueue_napi_schedule.
#include <algorithm>

#include <fmt/format.h>

#include "models/checks/all_checks.hpp"

namespace xsksim {
namespace {

class Locks : public Check {
public:
    Locks(const TraceNames& names, const Picture& picture)
        : names_(names), contexts_(picture.contexts()), queues_(picture.queues()) {}
    std::string_view name() const override { return "locks"; }
    void listen_to(EventListeners& events) override {
        using namespace event;
        events.listen<LockAcquire, LockRelease, VqUnlocked, IrqExit, NapiPolled, XskWakeupDone>(
            *this);
    }
    void on(const event::LockAcquire& taken, const Event& e);
    void on(const event::LockRelease& released, const Event& e);
    void on(const event::VqUnlocked& unlocked, const Event& e);
    void on(const event::IrqExit&, const Event& e) { leave(e); }
    void on(const event::NapiPolled&, const Event& e) { leave(e); }
    void on(const event::XskWakeupDone&, const Event& e) { leave(e); }

private:
    void leave(const Event& e);
    static const char* excuse(const Contexts::State& context, std::string_view operation);

    const TraceNames& names_;
    const Contexts& contexts_;
    const QueueMap& queues_;
};

void Locks::on(const event::LockAcquire& taken, const Event& e) {
    const HeldLock& before = contexts_.lock_before();
    if (before.holder != no_context)
        violate(e, Code::lock_taken_twice,
                fmt::format("{} is taken while {} holds it (since event {})",
                            names_.text(taken.text), names_.context(before.holder), before.event));
}

void Locks::on(const event::LockRelease&, const Event& e) {
    const HeldLock& before = contexts_.lock_before();
    if (before.holder == no_context)
        return violate(e, Code::lock_released_free,
                       fmt::format("a lock is released that nobody holds ({})",
                                   names_.text(before.lock_class)));
    if (before.holder != e.context)
        violate(e, Code::lock_released_by_other,
                fmt::format("{} is released by {} but was taken by {} at event {}",
                            names_.text(before.lock_class), names_.context(e.context),
                            names_.context(before.holder), before.event));
}

void Locks::leave(const Event& e) {
    if (const std::uint32_t kept = contexts_.ended().locks_kept; kept != 0)
        violate(e, Code::lock_unbalanced,
                fmt::format("{} ends with {} more lock(s) held than when it began",
                            info_of(e.kind).name, kept));
}

const char* Locks::excuse(const Contexts::State& context, std::string_view operation) {
    const bool in_poll = context.calls.any_of([](const Call& call) {
        return call.doing == Doing::tx_napi || call.doing == Doing::rx_napi;
    });
    if (operation.ends_with("disable_cb")) {
        if (context.schedules_napi) return "in virtqueue_napi_schedule";
        if (context.calls.any_of([](const Call& call) { return call.is_hard_irq; }))
            return "in the hard interrupt";
        if (in_poll && context.completion_failed) return "in NAPI completion";
    }
    const bool completion =
        operation.ends_with("enable_cb_prepare") || operation.ends_with("virtqueue_poll");
    return completion && in_poll ? "in NAPI completion" : nullptr;
}

void Locks::on(const event::VqUnlocked& unlocked, const Event& e) {
    if (!queues_.transmits(unlocked.queue)) return;  // RX queues have no such lock
    const std::string operation = names_.text(unlocked.text);
    const char* where = excuse(contexts_.of(e), operation);
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

std::unique_ptr<Check> make_locks(const TraceNames& names, const Picture& picture) {
    return std::make_unique<Locks>(names, picture);
}

}  // namespace xsksim
