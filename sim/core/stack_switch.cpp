// SPDX-License-Identifier: GPL-2.0-only
#include "sim/core/stack_switch.hpp"

// The return is what makes it fast: as a rule both stacks have come here by the same calls, so the
// processor predicts this return and those of the callers rightly. A jump would leave its stack of
// return addresses one too high, and all of them wrong.
// A fresh stack begins in xsksim_stack_begins; to any unwinder that is its outermost frame.
asm(R"(
    .text
    .p2align 4
    .hidden xsksim_change_stack
    .globl xsksim_change_stack
    .type xsksim_change_stack, @function
xsksim_change_stack:
    pushq %rbp
    pushq %rbx
    pushq %r12
    pushq %r13
    pushq %r14
    pushq %r15
    movq %rsp, (%rdi)
    movq %rsi, %rsp
    popq %r15
    popq %r14
    popq %r13
    popq %r12
    popq %rbx
    popq %rbp
    ret
    .size xsksim_change_stack, . - xsksim_change_stack

    .type xsksim_stack_begins, @function
xsksim_stack_begins:
    .cfi_startproc
    .cfi_undefined rip
    movq %rbx, %rdi
    call *%r12
    ud2
    .cfi_endproc
    .size xsksim_stack_begins, . - xsksim_stack_begins
)");

extern "C" void xsksim_stack_begins();

namespace xsksim {

StackPointer begin_stack(std::byte* end, void (*entry)(void*), void* argument) {
    auto* word = reinterpret_cast<void**>(end);
    *--word = nullptr;
    *--word = nullptr;  // so that the call in xsksim_stack_begins finds the stack aligned
    *--word = reinterpret_cast<void*>(&xsksim_stack_begins);
    *--word = nullptr;  // rbp
    *--word = argument;
    *--word = reinterpret_cast<void*>(entry);
    for (int r13_to_r15 = 0; r13_to_r15 < 3; ++r13_to_r15) *--word = nullptr;
    return word;
}

}  // namespace xsksim
