// SPDX-License-Identifier: GPL-2.0-only
// Fatal findings that name the driver's function and line. Private to the shim.
// Stands for: the head of an oops, "RIP: function" (arch/x86/kernel/dumpstack.c, Linux 5.11).
// No scheduling points, no cost. None returns on a stack context.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "models/codes.hpp"
#include "sim/core/operation.hpp"

namespace xsksim {

// Left of a context's stack when a driver function begins: less is an overflow. Enough for what the
// simulator does on the driver's stack, a finding included: libdw alone takes 150 KiB.
inline constexpr std::ptrdiff_t stack_reserve_bytes = 320 * 1024;

// "<what> in FUNCTION (FILE:LINE)", of the instruction that holds the byte at `pc`; of the driver's
// innermost function when that is the shim's.
[[noreturn]] void fatal_at(std::uintptr_t pc, Code code, std::string_view what);
// The same of a hypercall: the driver's innermost function made it.
[[noreturn]] void fatal_in_call(Code code, std::string_view what);
// An access through a pointer that its type promises to be aligned. `pc`: the hook's return
// address.
void unaligned_access(std::uintptr_t address, std::size_t bytes, AccessKind how, std::uintptr_t pc);
// The function entered at `pc` has too little stack left.
[[noreturn]] void stack_overflow(std::uintptr_t pc);

}  // namespace xsksim
