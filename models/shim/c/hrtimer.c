// SPDX-License-Identifier: GPL-2.0-only
/* Timers: hrtimer_init() and the way back into the driver's callback. */
#include <linux/hrtimer.h>

static int hrtimer_run(void *timer)
{
	struct hrtimer *self = timer;

	return self->function(self);
}

void hrtimer_init(struct hrtimer *timer, int clock, enum hrtimer_mode mode)
{
	if (clock != CLOCK_MONOTONIC)
		xs_gap("hrtimer_init: a clock other than CLOCK_MONOTONIC");
	timer->function = NULL;
	timer->base = xs_hrtimer_init(timer, hrtimer_run);
}
