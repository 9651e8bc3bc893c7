/* SPDX-License-Identifier: GPL-2.0-only */
/* Kind: custom (include/linux/delay.h, 5.11). Busy waiting is CPU time of the caller. */
#ifndef _LINUX_DELAY_H
#define _LINUX_DELAY_H

#include <linux/compiler.h>

static __always_inline void ndelay(unsigned long nanoseconds)
{
	xs_delay_ns(nanoseconds);
}

static __always_inline void udelay(unsigned long microseconds)
{
	xs_delay_ns(microseconds * 1000ULL);
}

#endif
