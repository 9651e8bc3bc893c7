/* SPDX-License-Identifier: GPL-2.0-only */
/* Kind: ours. Who runs is the model's to know; no code that is taken from a tree may ask: a gap. */
#ifndef _ASM_CURRENT_H
#define _ASM_CURRENT_H

struct task_struct;
struct task_struct *xs_current(void);

#define get_current() xs_current()
#define current get_current()

#endif
