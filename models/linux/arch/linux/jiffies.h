/* SPDX-License-Identifier: GPL-2.0-only */
/* Kind: the tree's own; the count of ticks follows the model's clock (models/linux/kit/time.c). */
#include_next <linux/jiffies.h>

#ifndef XSKSIM_JIFFIES_H
#define XSKSIM_JIFFIES_H
unsigned long xs_jiffies(void);
#define jiffies xs_jiffies()
#endif
