/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Kind: custom (include/asm-generic/barrier.h, arch/x86/include/asm/barrier.h, 5.11).
 * Each barrier is one hypercall; what it orders is decided below the waist.
 *
 * On x86 (memory order TSO: a load may come before an older store to another place, nothing else):
 *   mb, smp_mb                a locked add to the stack: all stores are visible before any later load
 *   smp_store_mb              xchg: a store, and the same
 *   rmb, wmb, smp_rmb, smp_wmb, smp_load_acquire, smp_store_release
 *                             order only what the hardware keeps in order: for the compiler (mandatory
 *                             rmb and wmb are lfence and sfence, which add nothing on ordinary memory)
 *   smp_mb__before_atomic     for the compiler: the locked instruction itself is a full barrier
 * Under sequential consistency none orders anything more. All are scheduling points in both.
 */
#ifndef _ASM_BARRIER_H
#define _ASM_BARRIER_H

#include <linux/compiler.h>

#define mb() xs_barrier(XS_MB)
#define rmb() xs_barrier(XS_RMB)
#define wmb() xs_barrier(XS_WMB)
#define smp_mb() xs_barrier(XS_MB)
#define smp_rmb() xs_barrier(XS_RMB)
#define smp_wmb() xs_barrier(XS_WMB)
/* A locked instruction is a full barrier on x86 already. */
#define smp_mb__before_atomic() xs_barrier(XS_COMPILER)
#define smp_mb__after_atomic() xs_barrier(XS_COMPILER)

#define smp_store_mb(var, value)                                               \
	do {                                                                   \
		WRITE_ONCE(var, value);                                        \
		smp_mb();                                                      \
	} while (0)

#define smp_store_release(p, v)                                                \
	do {                                                                   \
		xs_barrier(XS_RELEASE);                                        \
		WRITE_ONCE(*(p), v);                                           \
	} while (0)

#define smp_load_acquire(p)                                                    \
	({                                                                     \
		typeof(*(p)) ___loaded = READ_ONCE(*(p));                      \
		xs_barrier(XS_ACQUIRE);                                        \
		___loaded;                                                     \
	})

#endif
