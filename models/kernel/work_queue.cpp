// SPDX-License-Identifier: GPL-2.0-only
#include "models/kernel/work_queue.hpp"

#include <algorithm>
#include <utility>

namespace xsksim {

WorkQueue::WorkQueue(Engine& engine, Trace& trace, Findings& findings, Cpus& cpus)
    : engine_(engine),
      trace_(trace),
      findings_(findings),
      cpus_(cpus),
      workers_(cpus.vcpus().count()) {}

WorkQueue::Work& WorkQueue::known(const void* address) {
    const std::uint32_t index = index_.find(address);
    if (index != 0) return works_[index - 1];
    Work& work = works_.emplace_back();
    work.index = index_.add(address);
    work.address = address;
    return work;
}

// --- what a driver calls ---

bool WorkQueue::schedule(const void* address, std::function<void()> run,
                         std::uint64_t delay_jiffies) {
    Work& work = known(address);
    cpus_.execution().point(Operation::call({ObjectKind::work, Act::schedule}, work.index));
    cpus_.execution().full_barrier();  // the pending bit is tested and set in one
    if (work.state != State::idle || work.cancelling > 0) return false;
    work.run = std::move(run);
    work.cpu = work.running_in != nullptr && delay_jiffies == 0 ? work.running_in->cpu
                                                                : cpus_.execution().current().cpu;
    trace_.emit(
        event::WorkSchedule{.work = work.index, .cpu = work.cpu, .delay_jiffies = delay_jiffies});
    if (delay_jiffies == 0) {
        enqueue(work);
    } else {
        work.state = State::delayed;
        work.due = cpus_.timer().at_jiffy(cpus_.timer().jiffies() + delay_jiffies);
        arm_step();
    }
    return true;
}

bool WorkQueue::cancel_sync(const void* address) {
    cpus_.sections().might_sleep("cancel_delayed_work_sync");
    cpus_.execution().point(Operation::call({ObjectKind::work, Act::cancel}, index_.find(address)));
    cpus_.execution().full_barrier();
    if (index_.find(address) == 0) return false;
    Work& work = known(address);
    const bool was_pending = take_off(work);
    ++work.cancelling;
    if (work.running_in == &cpus_.execution().current())
        findings_.fatal(engine_, Code::work_cancelled_in_itself,
                        "deadlock: cancel_delayed_work_sync waits for the work it is in");
    while (work.running_in != nullptr) {
        work.waiting.push_back(cpus_.execution().current().id);
        cpus_.tasks().block(Instant::never(), "cancel_delayed_work_sync");
    }
    --work.cancelling;
    trace_.emit(event::WorkCancel{.work = work.index, .was_pending = was_pending});
    return was_pending;
}

bool WorkQueue::flush(const void* address) {
    cpus_.sections().might_sleep("flush_work");
    cpus_.execution().point(Operation::call({ObjectKind::work, Act::wait}, index_.find(address)));
    if (index_.find(address) == 0) return false;
    Work& work = known(address);
    if (work.running_in == &cpus_.execution().current())
        findings_.fatal(engine_, Code::work_cancelled_in_itself,
                        "deadlock: flush_work waits for the work it is in");
    // What is queued from now on is not waited for.
    std::uint32_t to_end = (work.running_in != nullptr ? 1 : 0) + (work.state == State::queued);
    const bool had_to_wait = to_end > 0;
    for (; to_end > 0 && (work.running_in != nullptr || work.state == State::queued); --to_end) {
        work.waiting.push_back(cpus_.execution().current().id);
        cpus_.tasks().block(Instant::never(), "flush_work");
    }
    return had_to_wait;
}

bool WorkQueue::cancel(const void* address) {
    cpus_.execution().point(Operation::call({ObjectKind::work, Act::cancel}, index_.find(address)));
    cpus_.execution().full_barrier();
    if (index_.find(address) == 0) return false;
    Work& work = known(address);
    const bool was_pending = take_off(work);
    trace_.emit(event::WorkCancel{.work = work.index, .was_pending = was_pending});
    return was_pending;
}

void WorkQueue::check_freed(const void* start, std::size_t bytes) {
    const auto first = reinterpret_cast<std::uintptr_t>(start);
    for (const Work& work : works_) {
        if (reinterpret_cast<std::uintptr_t>(work.address) - first >= bytes) continue;
        if (work.state != State::idle)
            findings_.failure(Code::work_freed_active,
                              "memory is freed in which delayed work is pending");
        else if (work.running_in != nullptr)
            findings_.failure(Code::work_freed_active,
                              "memory is freed in which delayed work runs");
    }
}

// --- queueing ---

void WorkQueue::enqueue(Work& work) {
    work.state = State::queued;
    Worker& worker = workers_[work.cpu];
    worker.queued.push_back(&work);
    if (worker.task == no_context)
        worker.task = cpus_.tasks().spawn_task(work.cpu, "kworker",
                                               [this, cpu = work.cpu] { run_worker(cpu); });
    else
        cpus_.tasks().wake_task(worker.task);
}

void WorkQueue::wake_waiting(Work& work) {
    for (const ContextId waiter : std::exchange(work.waiting, {})) cpus_.tasks().wake_task(waiter);
}

bool WorkQueue::take_off(Work& work) {
    const State before = std::exchange(work.state, State::idle);
    if (before == State::queued) {
        std::erase(workers_[work.cpu].queued, &work);
        wake_waiting(work);
    }
    if (before == State::delayed) arm_step();
    return before != State::idle;
}

void WorkQueue::arm_step() {
    if (step_ == no_context)
        step_ = engine_.spawn_step({"work timer", Rank::timer}, [this] { return expire(); });
    Instant next = Instant::never();
    for (const Work& work : works_)
        if (work.state == State::delayed) next = std::min(next, work.due);
    engine_.cancel_wake(step_);
    if (!next.is_never()) engine_.wake_at(step_, next);
}

Instant WorkQueue::expire() {
    for (Work& work : works_)
        if (work.state == State::delayed && work.due <= engine_.now()) enqueue(work);
    arm_step();
    return Instant::never();
}

// --- a worker ---

void WorkQueue::run_worker(CpuId cpu) {
    cpus_.tasks().never_freeze();
    cpus_.tasks().enter_kernel();
    Worker& worker = workers_[cpu];
    for (;;) {
        while (worker.queued.empty()) cpus_.tasks().block(Instant::never(), "kworker");
        Work& work = *worker.queued.front();
        worker.queued.pop_front();
        run_work(work);
        cpus_.tasks().cond_resched();
    }
}

void WorkQueue::run_work(Work& work) {
    work.state = State::idle;  // from here on it may be queued again
    work.running_in = &cpus_.execution().current();
    trace_.emit(event::WorkRun{.work = work.index, .cpu = work.running_in->cpu});
    std::exchange(work.run, {})();  // which may queue the work again
    work.running_in = nullptr;
    trace_.emit(event::WorkDone{.work = work.index});
    wake_waiting(work);
}

}  // namespace xsksim
