// SPDX-License-Identifier: GPL-2.0-only
// Faults of the guest's CPU time: the host takes vCPUs away (vcpu_stolen), a woken ksoftirqd does
// not get its turn (ksoftirqd_starved).
//
// Stands for: steal time of an overcommitted host; scheduler latency under load (facts §2.3: 0 to
// several ms). Simplified: a starved ksoftirqd waits for tasks that are not simulated and cost
// nothing; meanwhile it counts as running, so that softirqs are left to it as in the kernel.
// Owner: GuestKernel, only where a scenario has such rules. Callers: FaultSource (happenings),
// SoftIrqs (wake-ups). A step context, "cpu faults", rank stimulus. No costs, no scheduling points.
// Events: vcpu_steal; fault_fired by the plan.
#pragma once

#include <vector>

#include "models/fault_port.hpp"
#include "models/kernel/cpu/cpus.hpp"

namespace xsksim {

class CpuFaults {
public:
    CpuFaults(Engine& engine, Trace& trace, Cpus& cpus, FaultSource& faults);
    CpuFaults(const CpuFaults&) = delete;
    CpuFaults& operator=(const CpuFaults&) = delete;

private:
    struct PerCpu {
        Instant away_until = Instant::never();  // never: it is here
        Instant starved_until = Instant::never();
    };

    void steal(CpuId cpu, Duration time);
    bool starve(CpuId cpu);
    Instant step();

    Engine& engine_;
    Trace& trace_;
    HostSteals& host_;
    SoftIrqs& softirqs_;
    FaultSource& faults_;
    std::vector<PerCpu> per_cpu_;
    ContextId step_ = no_context;
};

}  // namespace xsksim
