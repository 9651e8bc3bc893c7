/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Kind: gap (include/linux/workqueue.h, 5.11): the model has no work queues. Initialising and
 * cancelling work that can never have been queued is honest; queueing it is loud.
 */
#ifndef _LINUX_WORKQUEUE_H
#define _LINUX_WORKQUEUE_H

#include <linux/bug.h>

#define HZ 250

struct work_struct {
	void (*func)(struct work_struct *work);
};
struct delayed_work {
	struct work_struct work;
};

#define INIT_WORK(work_, func_) ((work_)->func = (func_))
#define INIT_DELAYED_WORK(work_, func_) ((work_)->work.func = (func_))

XS_GAP_FUNCTION(bool, schedule_work, struct work_struct *work)
XS_GAP_FUNCTION(bool, schedule_delayed_work, struct delayed_work *work, unsigned long delay)

static __always_inline bool cancel_delayed_work_sync(struct delayed_work *work)
{
	xs_might_sleep("cancel_delayed_work_sync");
	return false;
}

#endif
