/* SPDX-License-Identifier: GPL-2.0-only */
/* Kind: ours where it says something (cpu_relax, prefetch), else there to be named. */
#ifndef _ASM_PROCESSOR_H
#define _ASM_PROCESSOR_H

#include <asm/page.h>
#include <asm/ptrace.h>
#include <asm/vdso/processor.h>

#define TASK_SIZE 0x7ffffffff000UL
#define TASK_SIZE_MAX TASK_SIZE
#define TASK_UNMAPPED_BASE 0
#define STACK_TOP TASK_SIZE
#define STACK_TOP_MAX STACK_TOP
/* As on x86: receive buffers are not moved for the sake of alignment. */
#define NET_IP_ALIGN 0

struct task_struct;
struct thread_struct { unsigned long unused; };
#define INIT_THREAD {}
#define KSTK_EIP(task) 0UL
#define KSTK_ESP(task) 0UL
#define task_pt_regs(task) ((struct pt_regs *)0)
unsigned long __get_wchan(struct task_struct *task);

/* Costs no time and touches nothing that a hook would see. */
#define ARCH_HAS_PREFETCH
#define ARCH_HAS_PREFETCHW
#define ARCH_HAS_SPINLOCK_PREFETCH
static inline void prefetch(const void *place) { }
static inline void prefetchw(const void *place) { }
static inline void spin_lock_prefetch(const void *lock) { }

#endif
