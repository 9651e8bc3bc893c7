// SPDX-License-Identifier: GPL-2.0-only
#include "models/kernel/spin_locks.hpp"

namespace xsksim {

SpinLocks::SpinLocks(Engine& engine, Trace& trace, Findings& findings, Execution& execution,
                     Sections& sections, Duration cost)
    : engine_(engine),
      trace_(trace),
      findings_(findings),
      execution_(execution),
      cost_(cost),
      order_(findings) {
    sections.on_lock_leak = [this](const KernelContext& context, std::string_view where) {
        check_none_held(context, where);
    };
}

// --- the locks ---

SpinLocks::SpinLock& SpinLocks::find_or_add(const void* lock, const char* class_name) {
    const std::uint32_t index = index_.find(lock);
    SpinLock& found = index != 0 ? locks_[index - 1] : locks_.emplace_back();
    if (index == 0) {
        found.index = index_.add(lock);
        found.address = lock;
        found.order_class = order_.class_of(class_name);
    }
    if (found.class_name != class_name) {
        found.class_name = class_name;
        if (found.text.is_none() || trace_.text_at(found.text) != class_name)
            found.text = trace_.text(class_name);
    }
    return found;
}

const std::string& SpinLocks::name_of(const SpinLock& lock) const {
    return trace_.text_at(lock.text);
}

const SpinLocks::SpinLock* SpinLocks::find(const void* lock) const {
    const std::uint32_t index = index_.find(lock);
    return index == 0 ? nullptr : &locks_[index - 1];
}

bool SpinLocks::held_by_current(const void* lock) const {
    const SpinLock* found = find(lock);
    return found != nullptr && found->holder != nullptr &&
           found->holder == execution_.current_or_null();
}

void SpinLocks::initialise(const void* lock, const char* class_name) {
    SpinLock& found = find_or_add(lock, class_name);
    found.order_class = order_.class_of(class_name);
    if (found.holder != nullptr)
        findings_.failure(Code::lock_initialised_held, "spin lock " + std::string(class_name) +
                                                           " initialised while " +
                                                           found.holder->name + " holds it");
}

// --- taking and releasing ---

void SpinLocks::lock(const void* lock, const char* class_name, std::uintptr_t taker) {
    SpinLock& wanted = find_or_add(lock, class_name);
    execution_.spend(cost_, Operation::call({ObjectKind::spin_lock, Act::acquire}, wanted.index));
    KernelContext& context = execution_.current();
    if (wanted.holder != &context) order_.taking(context, wanted.order_class, false);
    if (wanted.holder == nullptr)
        acquire(wanted, context);
    else
        wait_for(wanted, context);
    order_.taken(context, wanted.order_class, false);
    wanted.taker = taker;
    order_after_release(wanted);
    trace_.emit(event::LockAcquire{.lock = wanted.index, .text = wanted.text});
}

bool SpinLocks::try_lock(const void* lock, const char* class_name, std::uintptr_t taker) {
    SpinLock& wanted = find_or_add(lock, class_name);
    execution_.spend(cost_,
                     Operation::call({ObjectKind::spin_lock, Act::try_acquire}, wanted.index));
    if (wanted.holder != nullptr) return false;
    acquire(wanted, execution_.current());
    order_.taken(execution_.current(), wanted.order_class, false);
    wanted.taker = taker;
    order_after_release(wanted);
    trace_.emit(event::LockAcquire{.lock = wanted.index, .text = wanted.text});
    return true;
}

void SpinLocks::acquire(SpinLock& lock, KernelContext& context) {
    lock.holder = &context;
    lock.since = engine_.now();
    ++context.locks_held;
}

void SpinLocks::order_after_release(const SpinLock& lock) {
    if (execution_.stores() == nullptr) return;
    execution_.full_barrier();
    execution_.stores()->drain_to(lock.released);
}

void SpinLocks::wait_for(SpinLock& lock, KernelContext& context) {
    trace_.emit(
        event::LockContend{.lock = lock.index, .text = lock.text, .holder = {lock.holder->id}});
    check_deadlock(lock, context);
    lock.waiters.push_back(&context);
    if (waiting_.size() <= context.id) waiting_.resize(context.id + 1, nullptr);
    waiting_[context.id] = &lock;
    execution_.spin(Operation::call({ObjectKind::spin_lock, Act::wait}, lock.index));
    waiting_[context.id] = nullptr;
}

void SpinLocks::unlock(const void* lock) {
    const std::uint32_t index = index_.find(lock);
    execution_.point(Operation::call({ObjectKind::spin_lock, Act::release}, index));
    KernelContext& context = execution_.current();
    SpinLock& held = index != 0 ? locks_[index - 1] : find_or_add(lock, "unnamed");
    if (held.holder != &context) {
        findings_.failure(Code::lock_released_by_other, "spin lock " + name_of(held) +
                                                            " released by " + context.name +
                                                            ", which does not hold it");
        return;
    }
    --context.locks_held;
    held.holder = nullptr;
    order_.released(context, held.order_class);
    if (execution_.stores() != nullptr) held.released = execution_.stores()->mark();
    const Duration held_for = engine_.now() - held.since;
    trace_.emit(event::LockRelease{.lock = held.index, .held_ns = held_for});
    if (held.waiters.empty()) return;
    KernelContext& next = *held.waiters.front();
    held.waiters.pop_front();
    acquire(held, next);
    execution_.end_spin(next);
}

// --- locks that can never be had ---

// Follows who waits for whom from `waiter` on. It never ends where it began unless somebody on the
// way cannot run as long as `waiter` spins: itself, or what it has interrupted on its vCPU.
void SpinLocks::check_deadlock(const SpinLock& lock, const KernelContext& waiter) {
    const SpinLock* wanted = &lock;
    for (std::size_t steps = 0; steps <= locks_.size(); ++steps) {
        const KernelContext& holder = *wanted->holder;
        if (&holder == &waiter && wanted == &lock) deadlock(lock, waiter, "it holds it already");
        if (&holder == &waiter)
            deadlock(
                lock, waiter,
                "its holder waits, in turn, for " + name_of(*wanted) + ", which it holds itself");
        if (holder.cpu == waiter.cpu)
            deadlock(lock, waiter,
                     holder.name + " holds " + name_of(*wanted) +
                         " and cannot go on: it is below it on the same vCPU");
        wanted = what_keeps(holder);
        if (wanted == nullptr) return;
    }
}

void SpinLocks::deadlock(const SpinLock& lock, const KernelContext& waiter, std::string_view why) {
    findings_.fatal(
        engine_, Code::lock_deadlock,
        "deadlock: " + waiter.name + " spins on " + name_of(lock) + ", but " + std::string(why));
}

const SpinLocks::SpinLock* SpinLocks::waited_for_by(const KernelContext& context) const {
    return context.id < waiting_.size() ? waiting_[context.id] : nullptr;
}

// The lock that a holder waits for, itself or through the level that has interrupted it.
const SpinLocks::SpinLock* SpinLocks::what_keeps(const KernelContext& holder) const {
    if (const SpinLock* own = waited_for_by(holder)) return own;
    const KernelContext* above = execution_.running_on(holder.cpu);
    return above == nullptr || above == &holder ? nullptr : waited_for_by(*above);
}

// --- locks held where none may be ---

void SpinLocks::check_none_held(const KernelContext& context, std::string_view where) {
    for (const SpinLock& lock : locks_)
        if (lock.holder == &context)
            findings_.failure(Code::lock_left_held, context.name + " " + std::string(where) +
                                                        " with spin lock " + name_of(lock) +
                                                        " held" + taken_at(lock));
}

void SpinLocks::check_freed(const void* start, std::size_t bytes) {
    const auto first = reinterpret_cast<std::uintptr_t>(start);
    for (const SpinLock& lock : locks_)
        if (lock.holder != nullptr &&
            reinterpret_cast<std::uintptr_t>(lock.address) - first < bytes)
            findings_.failure(Code::lock_freed_held, "memory is freed that holds spin lock " +
                                                         name_of(lock) + ", which " +
                                                         lock.holder->name + " holds");
}

void SpinLocks::check_none_held_at_end() {
    for (const SpinLock& lock : locks_)
        if (lock.holder != nullptr)
            findings_.failure(Code::lock_held_at_end,
                              lock.holder->name + " still holds spin lock " + name_of(lock) +
                                  " at the end of the run" + taken_at(lock));
}

std::string SpinLocks::taken_at(const SpinLock& lock) const {
    if (lock.taker == 0 || !findings_.driver_line) return "";
    return ", taken in " + findings_.driver_line(lock.taker);
}

}  // namespace xsksim
