/* SPDX-License-Identifier: GPL-2.0-only */
/* Kind: there to be named. */
#ifndef _UAPI_ASM_PTRACE_H
#define _UAPI_ASM_PTRACE_H

struct pt_regs {
	unsigned long ip, sp;
};

#endif
