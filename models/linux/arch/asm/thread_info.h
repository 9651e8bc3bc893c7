/* SPDX-License-Identifier: GPL-2.0-only */
/* Kind: there to be named. Tasks are the model's; no flag of a thread is ever set or read. */
#ifndef _ASM_THREAD_INFO_H
#define _ASM_THREAD_INFO_H

#define THREAD_SIZE_ORDER 2
#define THREAD_SIZE (PAGE_SIZE << THREAD_SIZE_ORDER)

#ifndef __ASSEMBLY__
struct thread_info {
	unsigned long flags;
	unsigned long syscall_work;
	int preempt_count;
	unsigned int cpu;
};
#define INIT_THREAD_INFO(task) { .flags = 0 }
#endif

enum {
	TIF_SIGPENDING = 1,
	TIF_NOTIFY_RESUME,
	TIF_NEED_RESCHED,
	TIF_NEED_RESCHED_LAZY,
	TIF_NOTIFY_SIGNAL,
	TIF_UPROBE,
	TIF_MEMDIE,
	TIF_POLLING_NRFLAG,
	TIF_SYSCALL_TRACE,
	TIF_RESTORE_SIGMASK,
};
/* Headers ask with #ifdef whether these are there. */
#define TIF_NEED_RESCHED_LAZY TIF_NEED_RESCHED_LAZY
#define TIF_NOTIFY_SIGNAL TIF_NOTIFY_SIGNAL
#define TIF_RESTORE_SIGMASK TIF_RESTORE_SIGMASK
#define TIF_POLLING_NRFLAG TIF_POLLING_NRFLAG
#define _TIF_SIGPENDING (1 << TIF_SIGPENDING)
#define _TIF_NOTIFY_RESUME (1 << TIF_NOTIFY_RESUME)
#define _TIF_NEED_RESCHED (1 << TIF_NEED_RESCHED)
#define _TIF_NEED_RESCHED_LAZY (1 << TIF_NEED_RESCHED_LAZY)
#define _TIF_NOTIFY_SIGNAL (1 << TIF_NOTIFY_SIGNAL)
#define _TIF_UPROBE (1 << TIF_UPROBE)

#endif
