/* SPDX-License-Identifier: GPL-2.0-only */
/* Kind: duplicate (include/linux/interrupt.h, 5.11; requesting lines is the transport's business). */
#ifndef _LINUX_INTERRUPT_H
#define _LINUX_INTERRUPT_H

#include <linux/irqreturn.h>
#include <linux/types.h>

typedef irqreturn_t (*irq_handler_t)(int irq, void *data);

#endif
