/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Kind: custom (include/linux/rcupdate.h, 5.11). Publishing NULL is a plain volatile store without
 * release order, as in the kernel.
 */
#ifndef _LINUX_RCUPDATE_H
#define _LINUX_RCUPDATE_H

#include <asm/barrier.h>
#include <linux/bottom_half.h>

static __always_inline void rcu_read_lock(void)
{
	xs_rcu_read_lock();
}

static __always_inline void rcu_read_unlock(void)
{
	xs_rcu_read_unlock();
}

static __always_inline void synchronize_rcu(void)
{
	xs_synchronize_rcu();
}

static __always_inline void synchronize_net(void)
{
	xs_might_sleep("synchronize_net");
	xs_synchronize_rcu();
}

#define rcu_dereference(p) READ_ONCE(p)
#define rcu_dereference_bh(p) READ_ONCE(p)
#define rcu_dereference_protected(p, c) (p)
#define rtnl_dereference(p) (p)
#define rcu_access_pointer(p) READ_ONCE(p)

#define rcu_assign_pointer(p, v)                                               \
	do {                                                                   \
		if (__builtin_constant_p(v) && (unsigned long)(v) == 0)        \
			WRITE_ONCE(p, (typeof(p))(v));                         \
		else                                                           \
			smp_store_release(&(p), (typeof(p))(v));               \
	} while (0)
#define rcu_replace_pointer(p, v, c)                                           \
	({                                                                     \
		typeof(p) __old = rcu_dereference_protected(p, c);             \
		rcu_assign_pointer(p, v);                                      \
		__old;                                                         \
	})
#define RCU_INIT_POINTER(p, v) WRITE_ONCE(p, (typeof(p))(v))

#endif
