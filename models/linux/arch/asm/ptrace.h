/* SPDX-License-Identifier: GPL-2.0-only */
/* Kind: nothing is behind it. No registers of anybody are ever looked at. */
#ifndef _ASM_PTRACE_H
#define _ASM_PTRACE_H

#include <uapi/asm/ptrace.h>

#define user_mode(regs) 0
#define instruction_pointer(regs) 0UL
#define user_stack_pointer(regs) 0UL
#define kernel_stack_pointer(regs) 0UL
#define profile_pc(regs) 0UL
#define regs_return_value(regs) 0UL
#define arch_has_single_step() 0

static inline bool regs_irqs_disabled(struct pt_regs *regs)
{
	return false;
}

#endif
