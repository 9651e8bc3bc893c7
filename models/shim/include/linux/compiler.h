/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Kind: custom (include/linux/compiler.h, include/asm-generic/rwonce.h, 5.11).
 * READ_ONCE and WRITE_ONCE are volatile accesses, which the instrumentation tells apart from plain
 * ones. Wrappers of hypercalls are __always_inline, so that a scheduling point is named after the
 * driver's function and not after the wrapper.
 */
#ifndef _LINUX_COMPILER_H
#define _LINUX_COMPILER_H

#include <linux/types.h>

#define __always_inline inline __attribute__((__always_inline__))
#define noinline __attribute__((__noinline__))
#define __maybe_unused __attribute__((__unused__))
#define __packed __attribute__((__packed__))
#define __aligned(x) __attribute__((__aligned__(x)))
#define __weak __attribute__((__weak__))
#define __init
#define __exit
#define __read_mostly
#define ____cacheline_aligned_in_smp
#define fallthrough __attribute__((__fallthrough__))

#define likely(x) __builtin_expect(!!(x), 1)
#define unlikely(x) __builtin_expect(!!(x), 0)

#define READ_ONCE(x) (*(const volatile typeof(x) *)&(x))
#define WRITE_ONCE(x, val)                                                     \
	do {                                                                   \
		*(volatile typeof(x) *)&(x) = (val);                           \
	} while (0)

#define barrier() xs_barrier(XS_COMPILER)

#endif
