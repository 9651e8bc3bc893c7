/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Kind: ours. By its address the model knows the lock, and by the place that initialises it the class:
 * there lockdep has its key.
 */
#ifndef _ASM_SPINLOCK_TYPES_H
#define _ASM_SPINLOCK_TYPES_H

#define XS_TEXT_OF(x) #x
#define XS_TEXT(x) XS_TEXT_OF(x)

typedef struct { const char *initialised_at; } arch_spinlock_t;
typedef struct { unsigned int word; } arch_rwlock_t;

#define __ARCH_SPIN_LOCK_UNLOCKED { "lock of " __FILE_NAME__ ":" XS_TEXT(__LINE__) }
#define __ARCH_RW_LOCK_UNLOCKED { 0 }

#endif
