/* SPDX-License-Identifier: GPL-2.0-only */
/* Kind: ours. A word, by whose address the model knows the lock. */
#ifndef _ASM_SPINLOCK_TYPES_H
#define _ASM_SPINLOCK_TYPES_H

typedef struct { unsigned int word; } arch_spinlock_t;
typedef struct { unsigned int word; } arch_rwlock_t;

#define __ARCH_SPIN_LOCK_UNLOCKED { 0 }
#define __ARCH_RW_LOCK_UNLOCKED { 0 }

#endif
