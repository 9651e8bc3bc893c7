// SPDX-License-Identifier: GPL-2.0-only
// What the access hooks read on every instrumented access of a driver, in one place: the hot state
// of the one active world. Private to the shim. Filled by ShimContext::Activation.
// Stands for nothing in the guest.
#pragma once

#include <cstddef>
#include <cstdint>

#include "models/memory/guest_memory.hpp"
#include "models/shim/hooks/access_check.hpp"
#include "models/shim/hooks/step_counter.hpp"
#include "sim/core/engine.hpp"

namespace xsksim {

// Reasons for an access to leave its fast path; AccessState::watch_for() sets them.
enum Watch : std::uint32_t {
    watch_inactive = 1,  // no world runs: hooks do nothing
    watch_cost = 2,      // each access costs time
    watch_preempt = 4,   // random pre-emption
    watch_events = 8,    // each access is an event
    watch_places = 16,   // some points are places that somebody watches
    watch_stores = 32,   // stores go through store buffers
};

struct AccessState {
    StepCounter steps;
    Engine* engine = nullptr;
    GuestMemory::View arena;
    // How much of the arena may be read and written without a look at `watch`: all or nothing.
    std::uintptr_t plain_reads = 0;
    std::uintptr_t plain_writes = 0;
    std::uint32_t watch = watch_inactive;
    GuestMemory* memory = nullptr;
    std::uint64_t heeded = 0;  // accesses that the engine was told of as points
    std::uint64_t steps_per_call = UINT64_MAX;
    bool unaligned_accesses = false;  // plain ones are no finding
    // In the driver function that was left last, just before its return instruction.
    std::uintptr_t last_exit = 0;

    bool on_own_stack(std::uintptr_t address) const {
        return engine != nullptr && address - engine->stack().low < engine->stack().size;
    }
    // Store buffers have no interest in reads.
    void watch_for(std::uint32_t reasons) {
        watch = reasons;
        plain_reads = (reasons & ~watch_stores) == 0 ? arena.bytes : 0;
        plain_writes = reasons == 0 ? arena.bytes : 0;
    }
    // Cost of a driver function by 16-byte slot of the object's code; slots 0: no object.
    std::uintptr_t code_begin = 0;
    std::size_t code_slots = 0;
    const std::uint32_t* code_costs_ns = nullptr;
};

extern AccessState access_state;

// Around every call from the simulator into the driver: gives it a full budget of steps.
class DriverCall {
public:
    DriverCall() : outer_(access_state.steps.budget()) {
        access_state.steps.set_budget(access_state.steps_per_call);
    }
    ~DriverCall() { access_state.steps.set_budget(outer_); }
    DriverCall(const DriverCall&) = delete;
    DriverCall& operator=(const DriverCall&) = delete;

private:
    std::uint64_t outer_;
};

// Around a scheduling point: what other contexts use up of their step budgets meanwhile is not
// charged to this one.
class KeepSteps {
public:
    KeepSteps() : budget_(access_state.steps.budget()) {}
    ~KeepSteps() {
        if (access_state.steps.budget() != budget_) access_state.steps.set_budget(budget_);
    }
    KeepSteps(const KeepSteps&) = delete;
    KeepSteps& operator=(const KeepSteps&) = delete;

private:
    std::uint64_t budget_;
};

// A hypercall that only asks, but that a loop may wait on: one step, no point.
class Question {
public:
    Question() {
        access_state.steps.was_no_point();
        if (access_state.steps.step()) [[unlikely]]
            end_of_countdown(0);
    }
};

// Around every hypercall that does something: one step, whatever happens in it. Where somebody
// watches, the call is announced as a scheduling point of that name.
class Hypercall {
public:
    explicit Hypercall(const char* name) : keep_steps_(begin(name)) {}
    Hypercall(const Hypercall&) = delete;
    Hypercall& operator=(const Hypercall&) = delete;

private:
    static KeepSteps begin(const char* name) {
        access_state.steps.was_call();
        const bool is_due = access_state.steps.step();
        if (is_due || (access_state.watch & (watch_events | watch_places)) != 0) [[unlikely]]
            announce(name);
        return {};
    }
    static void announce(const char* name);

    KeepSteps keep_steps_;
};

}  // namespace xsksim
