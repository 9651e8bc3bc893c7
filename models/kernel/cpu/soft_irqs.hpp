// SPDX-License-Identifier: GPL-2.0-only
// Softirqs: raising them, the three places that run them (the end of a hard interrupt, the end of a
// BH-disabled region, ksoftirqd), and the bottom-half disable count.
//
// Stands for: kernel/softirq.c, Linux 5.11.
// Owner: Cpus. Callers: Napi, NetDevice, the C interface; CpuFaults starves ksoftirqd. Scheduling
// points: bh_enable(). Costs: KernelCosts::softirq a round. Errors: failure findings for
// bottom halves enabled that were not disabled, or with interrupts disabled. Events: softirq_raise,
// softirq_left, softirq_enter, softirq_exit, ksoftirqd_wake.
#pragma once

#include <array>
#include <functional>

#include "models/kernel/cpu/cpu_environment.hpp"
#include "models/kernel/cpu/vcpus.hpp"

namespace xsksim {

class Execution;
class LocalTimer;
class RunQueues;
class Sections;
class Tasks;

inline constexpr unsigned softirq_net_tx = 2;
inline constexpr unsigned softirq_net_rx = 3;
inline constexpr unsigned softirqs_max = 10;

class SoftIrqs {
public:
    SoftIrqs(const CpuEnvironment& environment, Vcpus& vcpus, Execution& execution,
             Sections& sections, LocalTimer& timer, RunQueues& run_queues, Tasks& tasks);
    SoftIrqs(const SoftIrqs&) = delete;
    SoftIrqs& operator=(const SoftIrqs&) = delete;

    // open_softirq, and on the current vCPU: raise_softirq_irqoff, which wakes ksoftirqd outside
    // interrupt and BH-disabled context, and __raise_softirq_irqoff, which only marks the softirq
    // as pending, there for the vCPU's next interrupt or end of a BH-disabled region (decision
    // 0008).
    void open(unsigned nr, std::function<void(CpuId)> action);
    void raise(unsigned nr);
    void mark(unsigned nr);

    // local_bh_disable and local_bh_enable.
    void bh_disable();
    void bh_enable();  // [point] do_softirq unless ksoftirqd is running

    // Asked when ksoftirqd is woken: true keeps it from its turn until end_starvation(). Empty: no.
    std::function<bool(CpuId)> starves_ksoftirqd;
    void end_starvation(CpuId cpu);

    // For the other parts: whether the softirq level takes the vCPU at the end of an interrupt.
    bool begin_at_irq_exit(Vcpu& vcpu);
    // What the level's context and ksoftirqd do, for ever.
    void run_level(Vcpu& vcpu);
    void run_ksoftirqd(Vcpu& vcpu);

private:
    bool ksoftirqd_is_running(const Vcpu& vcpu) const;
    bool may_begin(const Vcpu& vcpu) const;
    void do_softirq(Vcpu& vcpu, KernelContext& context);
    void run_round(Vcpu& vcpu);
    void set_pending(Vcpu& vcpu, unsigned nr);
    void leave_pending(Vcpu& vcpu);
    void wake_ksoftirqd(Vcpu& vcpu);

    Engine& engine_;
    Trace& trace_;
    Findings& findings_;
    const SoftirqSafeguards& safeguards_;
    const KernelCosts& costs_;
    Vcpus& vcpus_;
    Execution& execution_;
    Sections& sections_;
    LocalTimer& timer_;
    RunQueues& run_queues_;
    Tasks& tasks_;
    std::array<std::function<void(CpuId)>, softirqs_max> actions_;
};

}  // namespace xsksim
