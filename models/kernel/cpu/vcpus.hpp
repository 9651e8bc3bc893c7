// SPDX-License-Identifier: GPL-2.0-only
// The guest's vCPUs and the contexts that run on them; how a context stands still while another
// one has its vCPU, or because it spins, and how it goes on.
//
// Stands for: the per-CPU areas and stacks of the kernel; a context switch (__switch_to), Linux
// 5.11. A context that is suspended in the middle of a spend() keeps the rest of it; one that spins
// keeps its vCPU busy, but nothing happens until somebody else acts. CPU time: what a context
// spends (Execution) and spins, without the time in which it is suspended.
// Owner: Cpus. Callers: its parts, who decide when; others read contexts(), count(), cpu_time().
// No scheduling points, no costs, no events. Errors: SimulatorFault.
#pragma once

#include <deque>
#include <functional>
#include <string>
#include <vector>

#include "models/kernel/cpu/kernel_context.hpp"
#include "models/kernel/cpu/vcpu.hpp"
#include "models/memory/store_buffers.hpp"
#include "sim/core/engine.hpp"

namespace xsksim {

class Vcpus {
public:
    Vcpus(Engine& engine, StoreBuffers* stores);
    Vcpus(const Vcpus&) = delete;
    Vcpus& operator=(const Vcpus&) = delete;

    // Every guest context, in order of creation, with its name and CPU time so far.
    const std::deque<KernelContext>& contexts() const { return contexts_; }
    std::uint32_t count() const { return static_cast<std::uint32_t>(vcpus_.size()); }
    Duration cpu_time(ContextId id) const;

    // nullptr for contexts of others: device, timers, controller.
    KernelContext* context(ContextId id) const { return id < by_id_.size() ? by_id_[id] : nullptr; }
    Vcpu& at(CpuId cpu) { return vcpus_[cpu]; }
    const Vcpu& at(CpuId cpu) const { return vcpus_[cpu]; }
    Vcpu& of(const KernelContext& context) { return vcpus_[context.cpu]; }
    std::deque<Vcpu>& all() { return vcpus_; }

    // The next one, without contexts.
    Vcpu& add();
    KernelContext& add_context(CpuId cpu, Level level, std::string name, int rank,
                               std::function<void(KernelContext&)> body);

    // A higher level, another task or the host takes the vCPU; gives it back.
    void suspend(KernelContext& context);
    void resume(KernelContext& context);
    // The running context is busy until end_spin() (one that came before counts).
    void spin(KernelContext& context);
    void end_spin(KernelContext& context);
    // The same until a wake-up of the task (a remembered one counts) or `until`.
    void spin_until_woken(KernelContext& context, Instant until);

private:
    bool spin_is_over(const KernelContext& context) const;
    void wait_spinning(KernelContext& context);

    Engine& engine_;
    StoreBuffers* stores_;
    std::deque<KernelContext> contexts_;
    std::vector<KernelContext*> by_id_;  // by ContextId
    std::deque<Vcpu> vcpus_;
};

}  // namespace xsksim
