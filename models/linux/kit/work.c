// SPDX-License-Identifier: GPL-2.0-only
/*
 * Work queues (kernel/workqueue.c): one pool of workers, the model's. disable_work() and its like
 * count, as in 6.10: work that is disabled is not queued.
 */
#include "kit.h"
#include <linux/workqueue.h>

struct workqueue_struct *system_wq, *system_percpu_wq;

static void work_run(void *_work)
{
	struct work_struct *work = _work;

	work->func(work);
}

#ifdef XS_HAS_DISABLE_WORK
/* The count of disables lies where the tree keeps it in the work's own word. */
static unsigned long disables(const struct work_struct *work)
{
	return atomic_long_read(&work->data) >> WORK_OFFQ_DISABLE_SHIFT & ((1UL << WORK_OFFQ_DISABLE_BITS) - 1);
}

static bool is_disabled(const struct work_struct *work)
{
	return disables(work) != 0;
}

bool disable_work(struct work_struct *work)
{
	if (disables(work) == (1UL << WORK_OFFQ_DISABLE_BITS) - 1)
		xs_warn("disable_work: the count is at its end", __FILE__, __LINE__);
	else
		atomic_long_add(1UL << WORK_OFFQ_DISABLE_SHIFT, &work->data);
	return xs_work_cancel(work);
}

bool disable_work_sync(struct work_struct *work)
{
	atomic_long_add(1UL << WORK_OFFQ_DISABLE_SHIFT, &work->data);
	return xs_work_cancel_sync(work);
}

/* True where the last disable is taken back. */
bool enable_work(struct work_struct *work)
{
	if (!disables(work)) {
		xs_warn("enable_work of work that is not disabled", __FILE__, __LINE__);
		return true;
	}
	atomic_long_sub(1UL << WORK_OFFQ_DISABLE_SHIFT, &work->data);
	return !is_disabled(work);
}
#else
static bool is_disabled(const struct work_struct *work)
{
	return false;
}
#endif

/* The tree's ticks, as the model's guest has them. */
static bool queue(struct work_struct *work, unsigned long ticks)
{
	if (is_disabled(work))
		return false;
	return xs_work_schedule(work, work_run, DIV_ROUND_UP(ticks * xs_hz(), HZ));
}

bool queue_work_on(int cpu, struct workqueue_struct *pool, struct work_struct *work)
{
	return queue(work, 0);
}

bool queue_delayed_work_on(int cpu, struct workqueue_struct *pool, struct delayed_work *work,
			   unsigned long delay)
{
	return queue(&work->work, delay);
}

bool cancel_delayed_work_sync(struct delayed_work *work)
{
	return xs_work_cancel_sync(&work->work);
}

bool cancel_work_sync(struct work_struct *work)
{
	return xs_work_cancel_sync(work);
}

bool flush_work(struct work_struct *work)
{
	return xs_work_flush(work);
}

/* The model runs a delayed work by itself: this is only ever named, as the function of a timer. */
void delayed_work_timer_fn(struct timer_list *timer)
{
	xs_gap("delayed_work_timer_fn");
}

#ifndef XS_HAS_TIMER_INIT_KEY
void init_timer_key(struct timer_list *timer, void (*run)(struct timer_list *), unsigned int flags,
		    const char *name, struct lock_class_key *key)
{
	timer->function = run;
	timer->flags = flags;
}
#endif
