/* SPDX-License-Identifier: GPL-2.0-only */
/* Kind: custom (include/linux/irqflags.h, 5.11). */
#ifndef _LINUX_IRQFLAGS_H
#define _LINUX_IRQFLAGS_H

#include <linux/compiler.h>

#define local_irq_save(flags)                                                  \
	do {                                                                   \
		(flags) = xs_irq_save();                                       \
	} while (0)
#define local_irq_restore(flags) xs_irq_restore(flags)

#endif
