// SPDX-License-Identifier: GPL-2.0-only
#include "models/kernel/hr_timers.hpp"

#include <algorithm>
#include <utility>

namespace xsksim {

HrTimers::HrTimers(Engine& engine, Trace& trace, Findings& findings, Cpus& cpus,
                   const GuestMemory& memory, const KernelCosts& costs, FaultSource* faults)
    : engine_(engine),
      trace_(trace),
      findings_(findings),
      execution_(cpus.execution()),
      hardirqs_(cpus.hardirqs()),
      memory_(memory),
      costs_(costs),
      faults_(faults),
      bases_(cpus.vcpus().count()) {
    step_ = engine_.spawn_step({"hrtimer", Rank::timer}, [this] { return expire(); });
}

// --- what a driver calls ---

std::uint64_t HrTimers::initialise(const void* timer, Callback callback) {
    const std::uint32_t known = index_.find(timer);
    Timer& found = known != 0 ? timers_[known - 1] : timers_.emplace_back();
    if (known == 0) found.index = index_.add(timer);
    trace_.emit(event::HrtimerInit{.timer = found.index, .was_queued = found.queued});
    if (found.queued) {
        findings_.failure("hrtimer initialised while queued");
        dequeue(found);
        arm_step();
    }
    found.address = timer;
    found.callback = std::move(callback);
    return found.index;
}

// The base word is in memory the driver may have cleared or never filled.
HrTimers::Timer& HrTimers::checked(const void* timer, std::uint64_t base, const char* operation) {
    const std::uint32_t index = index_.find(timer);
    if (base == 0)
        findings_.fatal(engine_, std::string(operation) +
                                     " of a timer without a base: never initialised, or cleared");
    if (index == 0 || base != index)
        findings_.fatal(engine_, std::string(operation) + " of a timer whose base was overwritten");
    return timers_[index - 1];
}

void HrTimers::start(const void* timer, std::uint64_t base, Duration relative) {
    const Instant expires = engine_.now() + relative;
    execution_.spend(costs_.hrtimer_arm,
                     Operation::call({ObjectKind::timer, Act::start}, index_.find(timer)));
    execution_.full_barrier();  // the base's lock
    Timer& started = checked(timer, base, "hrtimer_start");
    const CpuId here = execution_.current().cpu;
    const Instant earliest_before = earliest(here);
    const bool was_queued = started.queued;
    if (was_queued) dequeue(started);
    started.interval = relative;
    // A base must not change while the callback runs on it.
    enqueue(started, started.running_in != nullptr ? started.cpu : here, expires);
    arm_step();
    trace_.emit(event::HrtimerStart{.timer = started.index,
                                    .expires_ns = expires,
                                    .cpu = started.cpu,
                                    .was_queued = was_queued});
    charge_reprogram(here, earliest_before);
}

int HrTimers::try_to_cancel(const void* timer, std::uint64_t base) {
    const auto operation = Operation::call({ObjectKind::timer, Act::cancel}, index_.find(timer));
    execution_.point(operation);
    Timer& cancelled = checked(timer, base, "hrtimer_try_to_cancel");
    if (is_active(cancelled)) {
        execution_.full_barrier();  // the base's lock; an inactive timer is left without it
        execution_.spend(costs_.hrtimer_arm, operation);
    }
    return remove(cancelled);
}

int HrTimers::remove(Timer& timer) {
    const CpuId here = execution_.current().cpu;
    const Instant earliest_before = earliest(here);
    int result = 0;
    if (timer.running_in != nullptr) {
        result = -1;
    } else if (timer.queued) {
        dequeue(timer);
        arm_step();
        result = 1;
    }
    trace_.emit(
        event::HrtimerCancel{.timer = timer.index, .result = static_cast<TimerCancel>(result + 1)});
    charge_reprogram(here, earliest_before);
    return result;
}

int HrTimers::cancel(const void* timer, std::uint64_t base) {
    for (;;) {
        const int result = try_to_cancel(timer, base);
        if (result >= 0) return result;
        Timer& running = timers_[base - 1];
        KernelContext& self = execution_.current();
        if (running.running_in == nullptr) continue;
        if (running.running_in->cpu == self.cpu)
            findings_.fatal(engine_, "deadlock: hrtimer_cancel waits for the callback it is in");
        running.cancellers.push_back(&self);
        execution_.spin(Operation::call({ObjectKind::timer, Act::wait}, running.index));
    }
}

bool HrTimers::active(const void* timer) const {
    const std::uint32_t index = index_.find(timer);
    return index != 0 && is_active(timers_[index - 1]);
}

void HrTimers::check_freed(const void* start, std::size_t bytes) {
    const auto first = reinterpret_cast<std::uintptr_t>(start);
    for (const Timer& timer : timers_) {
        if (reinterpret_cast<std::uintptr_t>(timer.address) - first >= bytes) continue;
        if (is_active(timer))
            findings_.failure(timer.queued ? "memory is freed in which an hrtimer is queued"
                                           : "memory is freed in which an hrtimer's callback runs");
    }
}

bool HrTimers::is_active(const Timer& timer) { return timer.queued || timer.running_in != nullptr; }

// --- bases ---

Instant HrTimers::earliest(CpuId cpu) const {
    Instant least = Instant::never();
    for (const Timer* timer : bases_[cpu].queued) least = std::min(least, timer->due);
    return least;
}

HrTimers::Timer* HrTimers::first_due(CpuId cpu) {
    Timer* first = nullptr;
    for (Timer* timer : bases_[cpu].queued) {
        if (timer->due > engine_.now()) continue;
        if (first == nullptr || timer->due < first->due ||
            (timer->due == first->due && timer->queue_number < first->queue_number))
            first = timer;
    }
    return first;
}

void HrTimers::enqueue(Timer& timer, CpuId cpu, Instant expires) {
    timer.queued = true;
    timer.cpu = cpu;
    timer.expires = timer.due = expires;
    timer.was_judged = false;
    timer.queue_number = ++starts_;
    bases_[cpu].queued.push_back(&timer);
}

void HrTimers::dequeue(Timer& timer) {
    timer.queued = false;
    auto& queued = bases_[timer.cpu].queued;
    queued.erase(std::find(queued.begin(), queued.end(), &timer));
}

// The clock event device is this vCPU's own: another vCPU's is left as it is.
void HrTimers::charge_reprogram(CpuId cpu, Instant earliest_before) {
    if (earliest(cpu) != earliest_before)
        execution_.spend(costs_.hrtimer_reprogram, Operation::local());
}

// --- expiry ---

void HrTimers::arm_step() {
    Instant next = Instant::never();
    for (CpuId cpu = 0; cpu < bases_.size(); ++cpu)
        if (!bases_[cpu].interrupt_raised) next = std::min(next, earliest(cpu));
    engine_.cancel_wake(step_);
    if (!next.is_never()) engine_.wake_at(step_, next);
}

// Fault rules see an expiry once, when its time has come.
void HrTimers::put_off_those_due(CpuId cpu) {
    if (faults_ == nullptr) return;
    for (Timer* timer : bases_[cpu].queued) {
        if (timer->due > engine_.now() || std::exchange(timer->was_judged, true)) continue;
        for_each_strike(*faults_, FaultSite::timer, cpu, {}, [&](const FaultStrike& strike) {
            faults_->took_effect(strike);
            timer->due = timer->due + strike.delay;
            return true;
        });
    }
}

Instant HrTimers::expire() {
    for (CpuId cpu = 0; cpu < bases_.size(); ++cpu) {
        Base& base = bases_[cpu];
        if (!base.interrupt_raised) put_off_those_due(cpu);
        if (base.interrupt_raised || earliest(cpu) > engine_.now()) continue;
        base.interrupt_raised = true;
        hardirqs_.raise(cpu, hrtimer_vector(cpu), [this, cpu] {
            interrupt(cpu);
            return true;
        });
    }
    arm_step();
    return Instant::never();
}

// hrtimer_interrupt()
void HrTimers::interrupt(CpuId cpu) {
    put_off_those_due(cpu);
    while (Timer* due = first_due(cpu)) {
        fire(*due, cpu);
        put_off_those_due(cpu);
    }
    bases_[cpu].interrupt_raised = false;
    arm_step();
    if (!bases_[cpu].queued.empty()) execution_.spend(costs_.hrtimer_reprogram, Operation::local());
}

void HrTimers::fire(Timer& timer, CpuId cpu) {
    dequeue(timer);
    if (memory_.contains(timer.address) &&
        memory_.check(timer.address, sizeof(void*)).state != ByteState::valid) {
        findings_.failure("an hrtimer fires in freed memory");
        return;
    }
    timer.running_in = &execution_.current();
    const Duration late = engine_.now() - timer.expires;
    trace_.emit(event::HrtimerFire{.timer = timer.index, .cpu = cpu, .late_ns = late});
    const bool restart = timer.callback() != 0;
    timer.running_in = nullptr;
    if (restart && !timer.queued) enqueue(timer, cpu, timer.expires + timer.interval);
    for (KernelContext* canceller : std::exchange(timer.cancellers, {}))
        execution_.end_spin(*canceller);
}

}  // namespace xsksim
