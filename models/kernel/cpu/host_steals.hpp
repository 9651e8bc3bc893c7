// SPDX-License-Identifier: GPL-2.0-only
// The host takes vCPUs away from the guest and gives them back.
//
// Stands for: the host's scheduler under load, seen from inside (steal time). A vCPU that is away
// runs nothing, and nothing is delivered to it; what came meanwhile is first when it is back.
// Two ways: a hold stops the running context at a scheduling point of its own; take_away() stops a
// vCPU from outside, in the middle of whatever it does.
// Simplified: the store buffer of a vCPU taken away drains by itself, a little later than the VM
// exit would have it.
// Owner: Cpus. Callers: Execution (pre-emption by chance), Holds, CpuFaults. Scheduling points: the
// functions marked [point]. Stream: "preempt_duration". Errors: SimulatorFault. Events: vcpu_steal.
#pragma once

#include "models/kernel/cpu/cpu_environment.hpp"
#include "models/kernel/cpu/vcpus.hpp"

namespace xsksim {

class Execution;
class HardIrqs;
class RunQueues;

class HostSteals {
public:
    HostSteals(const CpuEnvironment& environment, Vcpus& vcpus, Execution& execution,
               HardIrqs& hardirqs, RunQueues& run_queues);
    HostSteals(const HostSteals&) = delete;
    HostSteals& operator=(const HostSteals&) = delete;

    // The current vCPU is away; what its context then does is `next`. [point]
    void hold(Duration d, Operation next);
    // Same, for a time between HostStealOptions::min and max. [point]
    void hold_for_drawn_time(Operation next);
    // Same until release(context); with whole_vcpu false only the current context stands still,
    // and its vCPU takes interrupts. [point]
    void hold_until_released(bool whole_vcpu, Operation next);
    void release(KernelContext& context);

    // Until bring_back(). Called from steps; not nested.
    void take_away(CpuId cpu);
    void bring_back(CpuId cpu);

private:
    void give_back(Vcpu& vcpu, KernelContext& context, Operation next);

    Engine& engine_;
    Trace& trace_;
    Choice& choice_;
    const HostStealOptions& options_;
    Vcpus& vcpus_;
    Execution& execution_;
    HardIrqs& hardirqs_;
    RunQueues& run_queues_;
    StreamId duration_stream_;
};

}  // namespace xsksim
