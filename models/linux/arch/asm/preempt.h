/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Kind: ours (arch/x86/include/asm/preempt.h). Of the preemption count only the share of bottom
 * halves means something: the model's, asked for and moved by hypercalls. The guest's kernel is one
 * without preemption (CONFIG_PREEMPT_NONE), so the rest of the count changes nothing.
 */
#ifndef _ASM_PREEMPT_H
#define _ASM_PREEMPT_H

#include <asm/hypercalls.h>

#define PREEMPT_ENABLED 0
#define init_task_preempt_count(task) do { } while (0)
#define init_idle_preempt_count(task, cpu) do { } while (0)

/* models/linux/kit/locks.c */
int xs_preempt_count(void);
void xs_preempt_count_add(int value);

static __always_inline int preempt_count(void)
{
	return xs_preempt_count();
}

static __always_inline volatile int *preempt_count_ptr(void)
{
	return (volatile int *)0;
}

static __always_inline void preempt_count_set(int count) { }
static __always_inline void set_preempt_need_resched(void) { }
static __always_inline void clear_preempt_need_resched(void) { }

static __always_inline bool test_preempt_need_resched(void)
{
	return false;
}

static __always_inline void __preempt_count_add(int value)
{
	xs_preempt_count_add(value);
}

static __always_inline void __preempt_count_sub(int value)
{
	xs_preempt_count_add(-value);
}

static __always_inline int __preempt_count_add_return(int value)
{
	xs_preempt_count_add(value);
	return xs_preempt_count();
}

static __always_inline int __preempt_count_sub_return(int value)
{
	xs_preempt_count_add(-value);
	return xs_preempt_count();
}

static __always_inline bool __preempt_count_dec_and_test(void)
{
	xs_preempt_count_add(-1);
	return false;
}

static __always_inline bool should_resched(int offset)
{
	return false;
}

#endif
