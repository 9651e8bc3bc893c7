/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Kind: custom (include/linux/hrtimer.h, 5.11). The queue of timers is the model's; the struct holds
 * the callback and a word where the kernel has its base pointer, so that a timer that somebody
 * cleared is as useless here as there. Absolute modes and clocks other than MONOTONIC are gaps.
 */
#ifndef _LINUX_HRTIMER_H
#define _LINUX_HRTIMER_H

#include <linux/bug.h>
#include <linux/ktime.h>

#define CLOCK_REALTIME 0
#define CLOCK_MONOTONIC 1

enum hrtimer_mode {
	HRTIMER_MODE_ABS = 0x00,
	HRTIMER_MODE_REL = 0x01,
	HRTIMER_MODE_PINNED = 0x02,
	HRTIMER_MODE_REL_PINNED = 0x03,
};

enum hrtimer_restart {
	HRTIMER_NORESTART,
	HRTIMER_RESTART,
};

struct hrtimer {
	enum hrtimer_restart (*function)(struct hrtimer *timer);
	u64 base;
};

void hrtimer_init(struct hrtimer *timer, int clock, enum hrtimer_mode mode);

static __always_inline void hrtimer_start(struct hrtimer *timer, ktime_t time,
					  const enum hrtimer_mode mode)
{
	if (!(mode & HRTIMER_MODE_REL))
		xs_gap("hrtimer_start: absolute mode");
	xs_hrtimer_start(timer, timer->base, time, mode & HRTIMER_MODE_PINNED);
}

static __always_inline int hrtimer_try_to_cancel(struct hrtimer *timer)
{
	return xs_hrtimer_try_to_cancel(timer, timer->base);
}

static __always_inline int hrtimer_cancel(struct hrtimer *timer)
{
	return xs_hrtimer_cancel(timer, timer->base);
}

static __always_inline bool hrtimer_active(const struct hrtimer *timer)
{
	return xs_hrtimer_active(timer);
}

#endif
