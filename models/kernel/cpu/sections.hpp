// SPDX-License-Identifier: GPL-2.0-only
// The sections a context is inside of: interrupts or bottom halves disabled, softirqs served, spin
// locks and rcu_read_lock held. Whether it may sleep, whether RCU waits for it, and that it takes
// none of them across a border.
//
// Stands for: preempt_count() and its checks (include/linux/preempt.h; CONFIG_DEBUG_ATOMIC_SLEEP;
// kernel/locking's "lock held when returning to user space"), Linux 5.11.
// Owner: Cpus. Callers: its parts, Rcu, SpinLocks, whoever may sleep. No scheduling points, no
// costs. Errors: failure findings for sleeping in atomic context and for a section left open.
#pragma once

#include <functional>
#include <string_view>

#include "models/kernel/cpu/vcpus.hpp"
#include "models/kernel/findings.hpp"

namespace xsksim {

class Execution;

class Sections {
public:
    Sections(Findings& findings, Vcpus& vcpus, Execution& execution);
    Sections(const Sections&) = delete;
    Sections& operator=(const Sections&) = delete;

    // hardirq, softirq, BH or interrupts disabled, a spin lock or rcu held
    bool in_atomic();
    // might_sleep(): a finding in atomic context ("sleeping in atomic context: <what>"). True if
    // there was one.
    bool might_sleep(std::string_view what);

    // A failure finding for each section that the context is inside of when it gets to `where`
    // ("returns to user mode"). The counts are put right, so that one mistake is one finding.
    void check_none_open(KernelContext& context, std::string_view where);
    // Called there for a context with locks_held > 0: SpinLocks names the lock.
    std::function<void(const KernelContext&, std::string_view where)> on_lock_leak;

    // RCU asks: is the context inside a read-side section (explicit, BH or interrupts disabled,
    // serving softirq or hardirq)?
    bool is_reader(const KernelContext& context) const;
    // `observer` is called, while watched, whenever a context leaves its last one.
    void on_reader_exit(std::function<void(const KernelContext&)> observer);
    void watch_readers(bool watched) { readers_watched_ = watched; }
    void note_reader_exit(const KernelContext& context) {
        if (readers_watched_ && !is_reader(context)) [[unlikely]]
            reader_observer_(context);
    }

private:
    Findings& findings_;
    Vcpus& vcpus_;
    Execution& execution_;
    std::function<void(const KernelContext&)> reader_observer_;
    bool readers_watched_ = false;
};

}  // namespace xsksim
