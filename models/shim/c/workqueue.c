// SPDX-License-Identifier: GPL-2.0-only
/* Work queues: the way back into the driver's function. */
#include <linux/workqueue.h>

static void work_run(void *work)
{
	struct delayed_work *self = work;

	self->work.func(&self->work);
}

bool schedule_delayed_work(struct delayed_work *work, unsigned long delay)
{
	return xs_work_schedule(work, work_run, delay);
}
