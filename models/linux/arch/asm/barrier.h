/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Kind: ours (what arch/x86/include/asm/barrier.h is for x86). As models/shim/include/asm/barrier.h
 * has it: each barrier is a hypercall, what it orders is decided below the waist.
 */
#ifndef _ASM_BARRIER_H
#define _ASM_BARRIER_H

#include <asm/hypercalls.h>

#define mb() xs_barrier(XS_MB)
#define rmb() xs_barrier(XS_RMB)
#define wmb() xs_barrier(XS_WMB)
#define dma_rmb() xs_barrier(XS_RMB)
#define dma_wmb() xs_barrier(XS_WMB)
#define __smp_mb() xs_barrier(XS_MB)
#define __smp_rmb() xs_barrier(XS_RMB)
#define __smp_wmb() xs_barrier(XS_WMB)
/* A locked instruction is a full barrier by itself. */
#define __smp_mb__before_atomic() xs_barrier(XS_COMPILER)
#define __smp_mb__after_atomic() xs_barrier(XS_COMPILER)

#define __smp_store_mb(variable, value)         \
	do {                                    \
		WRITE_ONCE(variable, value);    \
		__smp_mb();                     \
	} while (0)

#define __smp_store_release(place, value)       \
	do {                                    \
		xs_barrier(XS_RELEASE);         \
		WRITE_ONCE(*(place), value);    \
	} while (0)

#define __smp_load_acquire(place)                            \
	({                                                   \
		typeof(*(place)) xs_loaded = READ_ONCE(*(place)); \
		xs_barrier(XS_ACQUIRE);                      \
		xs_loaded;                                   \
	})

#include <asm-generic/barrier.h>

#endif
