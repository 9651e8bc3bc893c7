// SPDX-License-Identifier: GPL-2.0-only
// The slow side of the access hooks: everything an access or a function entry does when its fast
// path does not hold. Private to the shim.
// Stands for: KASAN and the page-fault handler (mm/kasan, arch/x86/mm/fault.c, Linux 5.11).
// Scheduling points: each function with [point]; it lies before the effect of the access.
// Errors: a bad access is a fatal finding; the run ends before the access happens.
#pragma once

#include <cstddef>
#include <cstdint>

#include "sim/core/operation.hpp"

namespace xsksim {

struct Access {
    std::uintptr_t address = 0;
    std::size_t bytes = 0;
    AccessKind how = plain_read;
    std::uintptr_t pc = 0;  // return address of the hook

    bool is_write() const { return writes(how); }
};

// Others that are due run. [point]
void pass_point(Operation next);
// A whole access, with the features that AccessState::watch chooses; its step is counted already.
// Its arguments are those of Access, one by one, so that the hooks' fast path needs no stack.
// [point]
void access_slowly(std::uintptr_t address, std::size_t bytes, AccessKind how, std::uintptr_t pc);
// Returns if the bytes may be touched; otherwise reports and ends the run.
void check_access(const Access& access);
// What a hypercall does to memory on the driver's behalf: a step, a point, then check_access.
// [point]
void hypercall_access(const void* address, std::size_t bytes, AccessKind how, std::uintptr_t pc);
// An object that the simulator keeps a state for (a lock): dead if it lies in guest memory and may
// not be touched, or is NULL. It may also be the simulator's own.
void check_object(const void* address, std::size_t bytes, std::uintptr_t pc);
// StepCounter::step() said that something is due: ends the run if the budget of the driver call is
// used up. Else, where the step is a point, the choice may be due. `pc`: the hook's return address,
// 0 in a hypercall.
void end_of_countdown(std::uintptr_t pc);
// The driver begins a function, and some points are places of holds. [point]
void enter_function(std::uintptr_t pc);
// A function that costs so much begins. [point]
void charge_function(std::uint32_t cost_ns);

}  // namespace xsksim
