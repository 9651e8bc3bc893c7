/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Kind: custom (include/linux/workqueue.h, 5.11). Queues, delays and workers are the model's; the
 * struct holds the function. Work without a delay, and work queues of one's own, are gaps.
 */
#ifndef _LINUX_WORKQUEUE_H
#define _LINUX_WORKQUEUE_H

#include <linux/bug.h>

/* A constant there; here each scenario has its own. */
#define HZ xs_hz()

struct work_struct {
	void (*func)(struct work_struct *work);
};
struct delayed_work {
	struct work_struct work;
};

#define INIT_WORK(work_, func_) ((work_)->func = (func_))
#define INIT_DELAYED_WORK(work_, func_) ((work_)->work.func = (func_))

XS_GAP_FUNCTION(bool, schedule_work, struct work_struct *work)

bool schedule_delayed_work(struct delayed_work *work, unsigned long delay);

static __always_inline bool cancel_delayed_work_sync(struct delayed_work *work)
{
	return xs_work_cancel_sync(work);
}

#endif
