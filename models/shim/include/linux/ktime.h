/* SPDX-License-Identifier: GPL-2.0-only */
/* Kind: custom (include/linux/ktime.h, 5.11): the clock is simulated, the arithmetic the kernel's. */
#ifndef _LINUX_KTIME_H
#define _LINUX_KTIME_H

#include <linux/compiler.h>

#define NSEC_PER_USEC 1000L
#define NSEC_PER_MSEC 1000000L
#define NSEC_PER_SEC 1000000000L

static __always_inline ktime_t ns_to_ktime(u64 ns)
{
	return ns;
}

static __always_inline s64 ktime_to_ns(ktime_t time)
{
	return time;
}

static __always_inline ktime_t ktime_get(void)
{
	return xs_now_ns();
}

#endif
