// SPDX-License-Identifier: GPL-2.0-only
// In what order classes of locks are taken, and in which contexts: what could deadlock some day is
// a finding the first time it is seen, whether it deadlocks or not.
//
// Stands for: kernel/locking/lockdep.c, Linux 5.11. Simplified: a class is a name, without nesting
// levels; no read locks; of the usage rules those of interrupts and softirqs within one class.
// Owner: GuestKernel. Callers: SpinLocks and KernelMutex; guest contexts only.
// Scheduling points: none. Cost: none. Errors: a failure finding, once for each pair of classes,
// for two of one class held together, for a cycle in the order, and for a class that is taken in a
// (soft) interrupt and elsewhere with (soft) interrupts enabled. Taking by trylock cannot deadlock:
// it makes no order, as in the kernel.
#pragma once

#include <cstdint>
#include <deque>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "models/kernel/cpu/kernel_context.hpp"
#include "models/kernel/findings.hpp"

namespace xsksim {

class LockOrder {
public:
    using ClassId = std::uint32_t;

    explicit LockOrder(Findings& findings) : findings_(findings) {}

    ClassId class_of(std::string_view name);
    // `context` wants a lock and will wait for it.
    void taking(const KernelContext& context, ClassId lock, bool sleeps);
    void taken(const KernelContext& context, ClassId lock, bool sleeps);
    void released(const KernelContext& context, ClassId lock);

private:
    enum Usage : std::uint32_t {
        in_hardirq = 1,
        in_softirq = 2,
        hardirqs_on = 4,
        softirqs_on = 8,
    };
    struct Class {
        std::string name;
        std::uint32_t usage = 0;
        std::set<ClassId> after;  // taken while this one is held
    };

    void add_order(ClassId held, ClassId wanted);
    bool leads_to(ClassId from, ClassId to) const;
    void add_usage(Class& lock, std::uint32_t usage);
    std::vector<ClassId>& held_by(const KernelContext& context);

    Findings& findings_;
    std::deque<Class> classes_;
    std::vector<std::vector<ClassId>> held_;  // by context
};

}  // namespace xsksim
