/* SPDX-License-Identifier: GPL-2.0-only */
/* Kind: custom (arch/x86/include/asm/vdso/processor.h, 5.11). A PAUSE: time in which others move on. */
#ifndef _ASM_PROCESSOR_H
#define _ASM_PROCESSOR_H

/* About 140 cycles from Skylake on, at 3 GHz (assumed). */
#define XS_PAUSE_NS 47

static __always_inline void cpu_relax(void)
{
	xs_delay_ns(XS_PAUSE_NS);
}

#endif
