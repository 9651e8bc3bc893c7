// SPDX-License-Identifier: GPL-2.0-only
// Spin locks, known by the address of the word that stands for them.
//
// Stands for: spin_lock/spin_trylock/spin_unlock, Linux 5.11 (kernel/locking, queued spin locks:
// FIFO hand-over). Interrupts and bottom halves are the caller's business, as in the kernel.
// Simplified: a hand-over costs nothing beyond KernelCosts::lock. Taking is a locked instruction,
// releasing a plain store (memory order TSO); who takes a lock does not wait for the release to
// drain from its holder's store buffer, it makes it drain.
// Owner: GuestKernel. Callers: the shim, NetDevice, the AF_XDP core; guest contexts only.
// Scheduling points: lock, trylock and unlock, before the effect. Costs: lock, for lock and
// trylock. Errors: fatal findings for a lock that can never be had (taken twice, an interrupt
// spinning on what it interrupted, a cycle over several vCPUs), failure findings for a release by a
// non-holder, for a lock held where none may be or in memory that is freed; see also
// lock_order.hpp. Events: lock_acquire, lock_contend, lock_release; `lock` there is an index in
// order of first use.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "models/kernel/address_index.hpp"
#include "models/kernel/cpu/execution.hpp"
#include "models/kernel/cpu/sections.hpp"
#include "models/kernel/lock_order.hpp"

namespace xsksim {

class SpinLocks {
public:
    SpinLocks(Engine& engine, Trace& trace, Findings& findings, Execution& execution,
              Sections& sections, Duration cost);

    // spin_lock_init: names the class. A lock that was never initialised is taken all the same.
    void initialise(const void* lock, const char* class_name);
    // `taker`: the driver's code address that takes it, for findings; 0 elsewhere.
    void lock(const void* lock, const char* class_name, std::uintptr_t taker = 0);      // [point]
    bool try_lock(const void* lock, const char* class_name, std::uintptr_t taker = 0);  // [point]
    void unlock(const void* lock);                                                      // [point]
    bool held_by_current(const void* lock) const;
    // The bytes are about to be freed: a finding for a lock in them that somebody holds.
    void check_freed(const void* start, std::size_t bytes);
    // Of all locks, sleeping ones too.
    LockOrder& order() { return order_; }

    // A failure finding for each lock that `context` holds; `where` completes "<context> ...".
    void check_none_held(const KernelContext& context, std::string_view where);
    // The same for every lock. For a run that ended idle: elsewhere a holder may be in the middle
    // of its work.
    void check_none_held_at_end();

private:
    struct SpinLock {
        const char* class_name = nullptr;  // compared only: the driver's, it may be gone
        const void* address = nullptr;
        Text text;                           // the name
        LockOrder::ClassId order_class = 0;  // named by its init, else by its first use
        std::uint32_t index = 0;             // from 1, by first use
        KernelContext* holder = nullptr;
        std::uintptr_t taker = 0;
        Instant since;
        StoreBuffers::Mark released;  // the store that made it free
        std::deque<KernelContext*> waiters;
    };

    SpinLock& find_or_add(const void* lock, const char* class_name);
    const std::string& name_of(const SpinLock& lock) const;
    const SpinLock* find(const void* lock) const;
    std::string taken_at(const SpinLock& lock) const;
    void acquire(SpinLock& lock, KernelContext& context);
    void order_after_release(const SpinLock& lock);
    void wait_for(SpinLock& lock, KernelContext& context);
    void check_deadlock(const SpinLock& lock, const KernelContext& waiter);
    const SpinLock* waited_for_by(const KernelContext& context) const;
    const SpinLock* what_keeps(const KernelContext& holder) const;
    [[noreturn]] void deadlock(const SpinLock& lock, const KernelContext& waiter,
                               std::string_view why);

    Engine& engine_;
    Trace& trace_;
    Findings& findings_;
    Execution& execution_;
    Duration cost_;
    LockOrder order_;
    AddressIndex index_;
    std::deque<SpinLock> locks_;            // by index - 1; stable addresses
    std::vector<const SpinLock*> waiting_;  // what each context spins on, by ContextId
};

}  // namespace xsksim
