// SPDX-License-Identifier: GPL-2.0-only
/*
 * Locks, bottom halves, RCU (kernel/locking, kernel/softirq.c, kernel/rcu). A spin lock is known to
 * the model by its address. Mutexes, the rtnl lock and the lock of CPU hotplug are taken by one task
 * at a time here, the administrator: of them only that a task may sleep is checked.
 */
#include "kit.h"
#include <linux/rtnetlink.h>
#include <linux/mutex.h>
#include <linux/cpu.h>

int xs_preempt_count(void)
{
	return xs_in_interrupt() ? SOFTIRQ_OFFSET : 0;
}

void xs_preempt_count_add(int value)
{
	if (value == SOFTIRQ_DISABLE_OFFSET)
		xs_bh_disable();
	else if (value == -SOFTIRQ_DISABLE_OFFSET)
		xs_bh_enable();
}

void __local_bh_enable_ip(unsigned long ip, unsigned int count)
{
	xs_bh_enable();
}

static XS_QUIET const char *class_of(raw_spinlock_t *lock)
{
	if (xs_pair_of_lock(lock) >= 0)
		return "_xmit_lock";
	return lock->raw_lock.initialised_at ?: "spinlock";
}

void _raw_spin_lock(raw_spinlock_t *lock)
{
	xs_spin_lock(lock, class_of(lock));
}

int _raw_spin_trylock(raw_spinlock_t *lock)
{
	return xs_spin_trylock(lock, class_of(lock));
}

void _raw_spin_unlock(raw_spinlock_t *lock)
{
	xs_spin_unlock(lock);
}

void _raw_spin_lock_bh(raw_spinlock_t *lock)
{
	xs_bh_disable();
	_raw_spin_lock(lock);
}

void _raw_spin_unlock_bh(raw_spinlock_t *lock)
{
	_raw_spin_unlock(lock);
	xs_bh_enable();
}

unsigned long _raw_spin_lock_irqsave(raw_spinlock_t *lock)
{
	const unsigned long flags = arch_local_irq_save();

	_raw_spin_lock(lock);
	return flags;
}

void _raw_spin_unlock_irqrestore(raw_spinlock_t *lock, unsigned long flags)
{
	_raw_spin_unlock(lock);
	arch_local_irq_restore(flags);
}

void mutex_lock(struct mutex *mutex)
{
	xs_might_sleep("mutex_lock");
}

void mutex_unlock(struct mutex *mutex)
{
}

#ifdef XS_HAS_INLINE_MUTEX_INIT
void mutex_init_generic(struct mutex *mutex)
{
}
#else
void __mutex_init(struct mutex *mutex, const char *name, struct lock_class_key *key)
{
}
#endif

void rtnl_lock(void)
{
	xs_might_sleep("rtnl_lock");
}

void rtnl_unlock(void)
{
}

void cpus_read_lock(void)
{
	xs_might_sleep("cpus_read_lock");
}

void cpus_read_unlock(void)
{
}

void __rcu_read_lock(void)
{
	xs_rcu_read_lock();
}

void __rcu_read_unlock(void)
{
	xs_rcu_read_unlock();
}

void synchronize_net(void)
{
	xs_might_sleep("synchronize_net");
	xs_synchronize_rcu();
}

/* Without preemption: a place where another task may run. The model's tasks change where they block. */
#ifdef XS_HAS_COND_RESCHED_CALL
int _cond_resched(void)
#else
int __cond_resched(void)
#endif
{
	return 0;
}
