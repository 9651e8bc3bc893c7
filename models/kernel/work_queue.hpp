// SPDX-License-Identifier: GPL-2.0-only
// Delayed work on the system's work queue, known by the address of the driver's struct.
//
// Stands for: system_wq with struct delayed_work (kernel/workqueue.c, kernel/time/timer.c), Linux
// 5.11: work is done by a task of the vCPU on which it was queued, after its delay in ticks; work
// that is pending is not queued twice, work that runs is queued where it runs, work that is being
// cancelled is not queued at all.
// Simplified: one worker a vCPU instead of a pool that grows when a worker blocks; a delay ends at
// its tick without the softirq that would end it; no lockdep classes for work.
// Owner: GuestKernel. Callers: the shim; guest contexts only. A worker is spawned when its vCPU
// gets its first work. Scheduling points: schedule, flush, cancel and cancel_sync, before the
// effect; flush and cancel_sync block while the work runs. No cost of their own; a worker's
// switches cost what those of every task cost. Errors: findings for work whose memory is freed
// while it is pending or runs, and for cancel_sync in atomic context; fatal for work that waits for
// itself. Events: work_schedule, work_run, work_done, work_cancel; `work` is an index in order of
// first use.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <vector>

#include "models/kernel/address_index.hpp"
#include "models/kernel/cpu/cpus.hpp"

namespace xsksim {

class WorkQueue {
public:
    WorkQueue(Engine& engine, Trace& trace, Findings& findings, Cpus& cpus);

    // False if the work is pending already, or being cancelled.
    bool schedule(const void* work, std::function<void()> run, std::uint64_t delay_jiffies);
    // Waits until work that is queued or runs has run, or was cancelled; true if there was any. A
    // delay that has not passed is not waited for, as by flush_work().
    bool flush(const void* work);
    // True if the work was pending. Afterwards it is not; it may still run.
    bool cancel(const void* work);
    // The same, and afterwards it does not run.
    bool cancel_sync(const void* work);
    // The bytes are about to be freed: a finding if work in them is pending or runs.
    void check_freed(const void* start, std::size_t bytes);

private:
    enum class State : std::uint8_t { idle, delayed, queued };
    struct Work {
        std::uint32_t index = 0;  // from 1, by first use
        const void* address = nullptr;
        std::function<void()> run;
        State state = State::idle;
        CpuId cpu = 0;  // where it is delayed or queued
        Instant due;
        const KernelContext* running_in = nullptr;
        std::uint32_t cancelling = 0;    // contexts in cancel_sync
        std::vector<ContextId> waiting;  // in cancel_sync or flush, until it has run
    };
    struct Worker {
        ContextId task = no_context;
        std::deque<Work*> queued;
    };

    Work& known(const void* address);
    void enqueue(Work& work);
    bool take_off(Work& work);
    void wake_waiting(Work& work);
    void run_worker(CpuId cpu);
    void run_work(Work& work);
    void arm_step();
    Instant expire();

    Engine& engine_;
    Trace& trace_;
    Findings& findings_;
    Cpus& cpus_;
    AddressIndex index_;
    std::deque<Work> works_;       // by index - 1
    std::vector<Worker> workers_;  // by vCPU
    ContextId step_ = no_context;  // spawned with the first delay
};

}  // namespace xsksim
