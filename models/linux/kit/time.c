// SPDX-License-Identifier: GPL-2.0-only
/* Clocks (kernel/time). */
#include "kit.h"
#include <linux/ktime.h>
#include <linux/sched/clock.h>

unsigned long xs_jiffies(void)
{
	return INITIAL_JIFFIES + xs_now_ns() / (NSEC_PER_SEC / HZ);
}

ktime_t ktime_get(void)
{
	return xs_now_ns();
}

#ifndef XS_HAS_INLINE_JIFFIES_TO_USECS
unsigned int jiffies_to_usecs(const unsigned long ticks)
{
	return ticks * (USEC_PER_SEC / HZ);
}
#endif
