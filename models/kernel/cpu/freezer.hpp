// SPDX-License-Identifier: GPL-2.0-only
// The freezer of a suspend: tasks stand still until it is over.
//
// Stands for: kernel/freezer.c, kernel/power/process.c, Linux 5.11. Simplified: a task that is
// blocked in a call which a signal would end stays in it instead of making the call again after the
// thaw.
// Owner: Cpus. Callers: the shim's Guest (suspend, resume), from a task; RunQueues and Tasks ask
// who is to stand still. freeze() blocks. No costs, no events.
#pragma once

#include <vector>

#include "models/kernel/cpu/vcpus.hpp"

namespace xsksim {

class LocalTimer;
class RunQueues;
class Tasks;

class Freezer {
public:
    Freezer(Engine& engine, Vcpus& vcpus, LocalTimer& timer, RunQueues& run_queues, Tasks& tasks);
    Freezer(const Freezer&) = delete;
    Freezer& operator=(const Freezer&) = delete;

    // Every task but the caller stands still as soon as it is in user mode or blocked in a call
    // that a signal would end. False, with all of them going on, if one is not after 20 s. Blocks.
    bool freeze();
    void thaw();

    // For the other parts: whether the context is to stand still where it is now; it waits for the
    // thaw.
    bool is_freezable(const KernelContext& context) const;
    void keep(KernelContext& context) { frozen_.push_back(&context); }

private:
    bool try_to_freeze();
    bool stands_still(const KernelContext& context) const;
    void freeze_running(Vcpu& vcpu);
    void freeze_waiting(Vcpu& vcpu);

    Engine& engine_;
    Vcpus& vcpus_;
    LocalTimer& timer_;
    RunQueues& run_queues_;
    Tasks& tasks_;
    bool freezing_ = false;
    std::vector<KernelContext*> frozen_;  // runnable but for the freezer, in order
};

}  // namespace xsksim
