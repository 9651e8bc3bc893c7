// SPDX-License-Identifier: GPL-2.0-only
// The guest kernel as one object: what the shim's hypercalls and the AF_XDP core are written
// against.
//
// Stands for: Linux 5.11 as far as a network driver's transmit path can tell. Each part's own
// header says what it is and what is simplified.
// Owner: the world, one a run; destroyed after the engine's run() has returned and before the
// engine. The references handed in must outlive it. Construct it before any task is spawned, at
// time zero.
#pragma once

#include <memory>

#include "models/fault_port.hpp"
#include "models/kernel/cpu/cpus.hpp"
#include "models/kernel/cpu_faults.hpp"
#include "models/kernel/dma_mappings.hpp"
#include "models/kernel/findings.hpp"
#include "models/kernel/holds.hpp"
#include "models/kernel/hr_timers.hpp"
#include "models/kernel/kernel_options.hpp"
#include "models/kernel/kmalloc.hpp"
#include "models/kernel/napi.hpp"
#include "models/kernel/net_device.hpp"
#include "models/kernel/places.hpp"
#include "models/kernel/rcu.hpp"
#include "models/kernel/spin_locks.hpp"
#include "models/kernel/work_queue.hpp"
#include "models/memory/guest_memory.hpp"

namespace xsksim {

class GuestKernel {
public:
    // `faults`: whose rules strike here and in the driver; nullptr: none do.
    GuestKernel(Engine& engine, Trace& trace, Choice& choice, GuestMemory& memory,
                const KernelOptions& options, const std::vector<HoldRule>& holds,
                FaultSource* faults);
    GuestKernel(const GuestKernel&) = delete;
    GuestKernel& operator=(const GuestKernel&) = delete;

    Engine& engine() { return engine_; }
    Trace& trace() { return trace_; }
    GuestMemory& memory() { return memory_; }
    const KernelOptions& options() const { return options_; }
    const KernelCosts& costs() const { return options_.costs; }
    Findings& findings() { return findings_; }
    Cpus& cpus() { return cpus_; }
    const Cpus& cpus() const { return cpus_; }
    SpinLocks& locks() { return locks_; }
    Rcu& rcu() { return rcu_; }
    HrTimers& timers() { return timers_; }
    WorkQueue& works() { return works_; }
    Napi& napi() { return napi_; }
    Kmalloc& kmalloc() { return kmalloc_; }
    DmaMappings& dma_mappings() { return dma_mappings_; }
    NetDevice& net_device() { return net_device_; }
    Places& places() { return places_; }
    Choice& choice() { return choice_; }
    // nullptr where nobody is ever held.
    Holds* holds() { return holds_.get(); }
    // 0, or the errno value (positive) with which adding a buffer to the queue is to fail.
    int add_error(QueueIndex queue);

private:
    bool has_rule(FaultSite site) const { return faults_ != nullptr && faults_->has(site); }
    void set_up_faults();

    Engine& engine_;
    Trace& trace_;
    Choice& choice_;
    GuestMemory& memory_;
    const KernelOptions options_;
    FaultSource* faults_;
    bool adds_fail_ = false;
    Findings findings_;
    Cpus cpus_;
    Places places_;
    SpinLocks locks_;
    Rcu rcu_;
    HrTimers timers_;
    WorkQueue works_;
    Napi napi_;
    Kmalloc kmalloc_;
    DmaMappings dma_mappings_;
    NetDevice net_device_;
    std::unique_ptr<Holds> holds_;
    std::unique_ptr<CpuFaults> cpu_faults_;
};

}  // namespace xsksim
