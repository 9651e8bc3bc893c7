// SPDX-License-Identifier: GPL-2.0-only
#include "sim/explore/held_locks.hpp"

namespace xsksim {

HeldLocks::Lock& HeldLocks::lock_of(Operation done) {
    const auto [entry, is_new] = locks_.try_emplace({done.object(), done.number()});
    constexpr std::size_t bits = 64;
    if (is_new && locks_.size() <= bits) entry->second.bit = Set{1} << (locks_.size() - 1);
    return entry->second;
}

void HeldLocks::does(ContextId context, Operation done) {
    if (done.object() != ObjectKind::spin_lock && done.object() != ObjectKind::mutex) return;
    Lock& lock = lock_of(done);
    if (done.act() == Act::acquire || (done.act() == Act::try_acquire && lock.asked.empty()))
        take(lock, context);
    else if (done.act() == Act::release && !lock.asked.empty() && lock.asked.front() == context)
        let_go(lock, context);
}

void HeldLocks::take(Lock& lock, ContextId context) {
    lock.asked.push_back(context);
    if (lock.asked.size() == 1) held_[context] |= lock.bit;
}

void HeldLocks::let_go(Lock& lock, ContextId context) {
    held_[context] &= ~lock.bit;
    lock.asked.erase(lock.asked.begin());
    if (!lock.asked.empty()) held_[lock.asked.front()] |= lock.bit;
}

}  // namespace xsksim
