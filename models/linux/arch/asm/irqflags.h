/* SPDX-License-Identifier: GPL-2.0-only */
/* Kind: ours (arch/x86/include/asm/irqflags.h). A vCPU's interrupt flag is the model's. */
#ifndef _ASM_IRQFLAGS_H
#define _ASM_IRQFLAGS_H

#include <asm/hypercalls.h>

/* As in x86's flags register: a bit that is set while interrupts are enabled. */
#define XS_IRQS_ENABLED 1UL

static __always_inline unsigned long arch_local_save_flags(void)
{
	return xs_irqs_enabled();
}

static __always_inline unsigned long arch_local_irq_save(void)
{
	return !xs_irq_save();
}

static __always_inline void arch_local_irq_restore(unsigned long flags)
{
	xs_irq_restore(flags);
}

static __always_inline void arch_local_irq_disable(void)
{
	xs_irq_save();
}

static __always_inline void arch_local_irq_enable(void)
{
	xs_irq_restore(XS_IRQS_ENABLED);
}

static __always_inline bool arch_irqs_disabled_flags(unsigned long flags)
{
	return flags != XS_IRQS_ENABLED;
}

static __always_inline bool arch_irqs_disabled(void)
{
	return arch_irqs_disabled_flags(arch_local_save_flags());
}

#endif
