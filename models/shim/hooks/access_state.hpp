// SPDX-License-Identifier: GPL-2.0-only
// What the access hooks read on every instrumented access of a driver, in one place: the hot state
// of the one active world. Private to the shim. Filled by ShimContext::Activation.
// Stands for nothing in the guest.
#pragma once

#include <cstddef>
#include <cstdint>

#include "models/memory/guest_memory.hpp"
#include "sim/core/engine.hpp"

namespace xsksim {

// Reasons for an access to leave its fast path.
enum Watch : std::uint32_t {
    watch_inactive = 1,   // no world runs: hooks do nothing
    watch_cost = 2,       // each access costs time
    watch_preempt = 4,    // random pre-emption
    watch_events = 8,     // each access is an event
    watch_places = 16,    // some points are places that somebody watches
    watch_stores = 32,    // stores go through store buffers
    watch_hold_ups = 64,  // an explorer holds contexts up
};

struct AccessState {
    std::uint32_t watch = watch_inactive;
    Engine* engine = nullptr;
    GuestMemory* memory = nullptr;
    std::uint64_t accesses = 0;
    // Accesses and announced calls that go by before the choice is asked for a hold-up.
    std::uint64_t points_before_hold_up = 0;
    // Basic blocks the driver call that runs may still begin.
    std::uint64_t steps_left = UINT64_MAX;
    std::uint64_t steps_per_call = UINT64_MAX;
    // Where the last basic block called its hook.
    std::uintptr_t block = 0;
    // Cost of a driver function by 16-byte slot of the object's code; slots 0: no object.
    std::uintptr_t code_begin = 0;
    std::size_t code_slots = 0;
    const std::uint32_t* code_costs_ns = nullptr;
};

extern AccessState access_state;

// Around every call from the simulator into the driver: gives it a full budget of steps.
class DriverCall {
public:
    DriverCall() : outer_(access_state.steps_left) {
        access_state.steps_left = access_state.steps_per_call;
    }
    ~DriverCall() { access_state.steps_left = outer_; }
    DriverCall(const DriverCall&) = delete;
    DriverCall& operator=(const DriverCall&) = delete;

private:
    std::uint64_t outer_;
};

// Around every hypercall: what other contexts use up of their step budgets meanwhile is not charged
// to this one. Where somebody watches, the call is announced as a scheduling point of that name.
class Hypercall {
public:
    explicit Hypercall(const char* name) : left_(access_state.steps_left) {
        if (access_state.watch & (watch_events | watch_places | watch_hold_ups)) [[unlikely]]
            announce(name);
    }
    ~Hypercall() { access_state.steps_left = left_; }
    Hypercall(const Hypercall&) = delete;
    Hypercall& operator=(const Hypercall&) = delete;

private:
    static void announce(const char* name);

    std::uint64_t left_;
};

// Around a scheduling point that is no hypercall: as above, without a name.
class KeepSteps {
public:
    KeepSteps() : left_(access_state.steps_left) {}
    ~KeepSteps() { access_state.steps_left = left_; }
    KeepSteps(const KeepSteps&) = delete;
    KeepSteps& operator=(const KeepSteps&) = delete;

private:
    std::uint64_t left_;
};

}  // namespace xsksim
