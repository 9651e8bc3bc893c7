/* SPDX-License-Identifier: GPL-2.0-only */
/* Kind: custom (include/linux/spinlock.h, 5.11). The lock is known by its address. */
#ifndef _LINUX_SPINLOCK_H
#define _LINUX_SPINLOCK_H

#include <linux/bottom_half.h>
#include <linux/irqflags.h>
#include <asm/processor.h>

typedef struct spinlock {
	u32 word;
} spinlock_t;

#define DEFINE_SPINLOCK(lock) spinlock_t lock = { 0 }
#define spin_lock_init(lock) xs_spin_lock_init(lock, #lock)
#define spin_lock(lock) xs_spin_lock(lock, #lock)
#define spin_trylock(lock) xs_spin_trylock(lock, #lock)
#define spin_unlock(lock) xs_spin_unlock(lock)

#define spin_lock_bh(lock)                                                     \
	do {                                                                   \
		local_bh_disable();                                            \
		spin_lock(lock);                                               \
	} while (0)
#define spin_unlock_bh(lock)                                                   \
	do {                                                                   \
		spin_unlock(lock);                                             \
		local_bh_enable();                                             \
	} while (0)
#define spin_lock_irqsave(lock, flags)                                         \
	do {                                                                   \
		local_irq_save(flags);                                         \
		spin_lock(lock);                                               \
	} while (0)
#define spin_unlock_irqrestore(lock, flags)                                    \
	do {                                                                   \
		spin_unlock(lock);                                             \
		local_irq_restore(flags);                                      \
	} while (0)

#endif
