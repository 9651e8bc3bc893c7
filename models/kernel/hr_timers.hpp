// SPDX-License-Identifier: GPL-2.0-only
// High-resolution timers, known by the address of the driver's struct.
//
// Stands for: kernel/time/hrtimer.c, Linux 5.11: one CLOCK_MONOTONIC base a vCPU, callbacks in hard
// interrupt. An expiry is a hard interrupt with the pseudo vector hrtimer_vector(cpu).
// Simplified: the tick is not in the base; a callback that returns RESTART without having moved its
// expiry is queued again after the interval it was started with.
// Owner: GuestKernel. Callers: the shim; guest contexts only.
// Scheduling points: start, try_to_cancel and cancel, before the effect. Costs: hrtimer_arm, and
// hrtimer_reprogram where the earliest expiry of this vCPU changes; hardirq at expiry.
// Faults: timer_late.
// Errors: fatal finding for a struct without a base (cleared or never initialised); failure
// findings for one initialised while queued, for one whose memory is freed while it is queued or
// runs, and for one that fires in freed memory. Events: hrtimer_init, hrtimer_start,
// hrtimer_cancel, hrtimer_fire; `timer` is an index in order of first use.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <string_view>
#include <vector>

#include "models/fault_port.hpp"
#include "models/kernel/address_index.hpp"
#include "models/kernel/costs.hpp"
#include "models/kernel/cpu/cpus.hpp"
#include "models/memory/guest_memory.hpp"

namespace xsksim {

class HrTimers {
public:
    // 0 = HRTIMER_NORESTART, 1 = HRTIMER_RESTART.
    using Callback = std::function<int()>;

    HrTimers(Engine& engine, Trace& trace, Findings& findings, Cpus& cpus,
             const GuestMemory& memory, const KernelCosts& costs, FaultSource* faults);

    // Returns the word that stands for timer->base; every later call hands it back as it is then
    // found in the struct.
    std::uint64_t initialise(const void* timer, Callback callback);
    // On this vCPU's base, or on the base where its callback is running.
    void start(const void* timer, std::uint64_t base, Duration relative);  // [point]
    int try_to_cancel(const void* timer, std::uint64_t base);  // [point] 1, 0 or -1 (running)
    int cancel(const void* timer, std::uint64_t base);         // [point] spins while running
    bool active(const void* timer) const;                      // queued or running
    // The bytes are about to be freed: a finding if a timer in them is queued or running.
    void check_freed(const void* start, std::size_t bytes);

private:
    struct Timer {
        std::uint32_t index = 0;  // from 1, by first use; also the base word
        const void* address = nullptr;
        Callback callback;
        bool queued = false;
        const KernelContext* running_in = nullptr;
        CpuId cpu = 0;  // of its base
        Instant expires;
        Instant due;              // expires, or later by a fault
        bool was_judged = false;  // the fault rules have seen this expiry
        Duration interval;
        std::uint64_t queue_number = 0;  // FIFO among equal expiries
        std::vector<KernelContext*> cancellers;
    };
    struct Base {
        std::vector<Timer*> queued;
        bool interrupt_raised = false;
    };

    Timer& checked(const void* timer, std::uint64_t base, const char* operation);
    static bool is_active(const Timer& timer);
    Instant earliest(CpuId cpu) const;
    Timer* first_due(CpuId cpu);
    void enqueue(Timer& timer, CpuId cpu, Instant expires);
    void dequeue(Timer& timer);
    void charge_reprogram(CpuId cpu, Instant earliest_before);
    int remove(Timer& timer);
    void arm_step();
    void put_off_those_due(CpuId cpu);
    Instant expire();
    void interrupt(CpuId cpu);
    void fire(Timer& timer, CpuId cpu);

    Engine& engine_;
    Trace& trace_;
    Findings& findings_;
    Execution& execution_;
    HardIrqs& hardirqs_;
    const GuestMemory& memory_;
    const KernelCosts& costs_;
    FaultSource* faults_;  // nullptr: no rule is for timers
    AddressIndex index_;
    std::deque<Timer> timers_;  // by index - 1
    std::vector<Base> bases_;   // by vCPU
    ContextId step_ = no_context;
    std::uint64_t starts_ = 0;
};

}  // namespace xsksim
