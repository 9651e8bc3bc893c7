// SPDX-License-Identifier: GPL-2.0-only
// A sleeping lock, e.g. rtnl.
//
// Stands for: struct mutex, Linux 5.11, as FIFO without optimistic spinning.
// Owner: NetDevice (rtnl), the shim's Guest (device_lock). Callers: tasks. Scheduling points: lock
// blocks; unlock. No cost of its own. Errors: findings for taking it twice, in atomic context,
// releasing it as a non-holder.
#pragma once

#include <deque>
#include <string>

#include "models/kernel/cpu/cpus.hpp"
#include "models/kernel/lock_order.hpp"

namespace xsksim {

class KernelMutex {
public:
    KernelMutex(Engine& engine, Findings& findings, Cpus& cpus, LockOrder& order, std::string name);

    void lock();    // [point], blocks
    void unlock();  // [point]
    bool held_by_current() const;

private:
    Engine& engine_;
    Findings& findings_;
    Execution& execution_;
    Sections& sections_;
    Tasks& tasks_;
    LockOrder& order_;
    std::string name_;
    LockOrder::ClassId order_class_;
    KernelContext* holder_ = nullptr;
    std::deque<KernelContext*> waiters_;
};

}  // namespace xsksim
