// SPDX-License-Identifier: GPL-2.0-only
// RCU: read-side sections and grace periods.
//
// Stands for: kernel/rcu, Linux 5.11, non-preemptible RCU (PREEMPT_VOLUNTARY): a grace period waits
// for the read-side sections that existed when it began: explicit ones, regions with bottom halves
// or interrupts disabled, and contexts serving an interrupt or softirq. Simplified: no callbacks
// (call_rcu), no expedited grace periods; two callers do not share a grace period.
// Owner: GuestKernel. Callers: the shim, NetDevice, the AF_XDP core; guest contexts only.
// Scheduling points: synchronize, which blocks until the readers are gone and not less than
// KernelCosts::rcu_grace_period. read_lock and read_unlock are compiler barriers: no point, no
// cost. Errors: a finding for synchronize in atomic context (inside a read-side section included),
// for an unlock without a lock. Events: rcu_sync_begin, rcu_sync_end.
#pragma once

#include <cstdint>
#include <list>
#include <vector>

#include "models/kernel/cpu/cpus.hpp"
#include "models/kernel/kernel_options.hpp"

namespace xsksim {

class Rcu {
public:
    Rcu(Engine& engine, Trace& trace, Findings& findings, Cpus& cpus, Duration grace_period,
        const RcuSafeguards& safeguards);

    void read_lock() { ++cpus_.execution().current().rcu_depth; }
    void read_unlock();
    void synchronize();  // [point], blocks

private:
    struct GracePeriod {
        KernelContext* waiter = nullptr;
        std::vector<const KernelContext*> readers;
    };

    void reader_left(const KernelContext& reader);

    Engine& engine_;
    Trace& trace_;
    Findings& findings_;
    Cpus& cpus_;
    Duration length_;
    const RcuSafeguards safeguards_;
    std::list<GracePeriod> waiting_;
    std::uint64_t begun_ = 0;
};

}  // namespace xsksim
