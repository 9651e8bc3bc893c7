/* SPDX-License-Identifier: GPL-2.0-only */
/* Kind: ours. A PAUSE, as models/shim/include/asm/processor.h has it (the same assumption). */
#ifndef _ASM_VDSO_PROCESSOR_H
#define _ASM_VDSO_PROCESSOR_H

#include <asm/hypercalls.h>

#define XS_PAUSE_NS 47
#define cpu_relax() xs_delay_ns(XS_PAUSE_NS)

#endif
