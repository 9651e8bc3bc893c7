/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Kind: ours. What drivers take are the functions above these (_raw_spin_lock and its like), which
 * the kit has; of these only the question whether a lock is taken is ever asked.
 */
#ifndef _ASM_SPINLOCK_H
#define _ASM_SPINLOCK_H

#include <asm/hypercalls.h>
#include <asm/spinlock_types.h>

#define arch_spin_is_locked(lock) xs_spin_is_locked_by_me(lock)
#define arch_spin_is_contended(lock) 0
#define arch_spin_value_unlocked(lock) ((void)(lock), 1)

/* Loud: nobody comes here. */
void arch_spin_lock(arch_spinlock_t *lock);
int arch_spin_trylock(arch_spinlock_t *lock);
void arch_spin_unlock(arch_spinlock_t *lock);
void arch_read_lock(arch_rwlock_t *lock);
void arch_write_lock(arch_rwlock_t *lock);
void arch_read_unlock(arch_rwlock_t *lock);
void arch_write_unlock(arch_rwlock_t *lock);
int arch_read_trylock(arch_rwlock_t *lock);
int arch_write_trylock(arch_rwlock_t *lock);

#endif
