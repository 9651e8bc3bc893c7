// SPDX-License-Identifier: GPL-2.0-only
// From one stack to another, on x86-64 (System V ABI): what a call keeps is kept on the stack that
// is left, and nothing else; the floating-point control words are the same on all. Why it is not
// Boost.Context's: docs/decisions/0020.
#pragma once

#include <cstddef>

namespace xsksim {

// Where a stack that waits goes on; nullptr for none.
using StackPointer = void*;

// A new stack below `end`, a multiple of 16: it begins with entry(argument), which never returns.
StackPointer begin_stack(std::byte* end, void (*entry)(void*), void* argument);

// Leaves the running stack, notes in `*left` where, and goes on with `to`. Returns when somebody
// goes on with `*left`.
extern "C" void xsksim_change_stack(StackPointer* left, StackPointer to);

}  // namespace xsksim
