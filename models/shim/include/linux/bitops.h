/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Kind: custom (include/asm-generic/bitops/instrumented-atomic.h, 5.11).
 * The atomic operations are hypercalls: the bit `nr` counts through an array of unsigned long, as in
 * the kernel, so a mask handed in by mistake addresses another bit and not another word's worth.
 *
 * On x86 each of set_bit, clear_bit, test_and_set_bit and test_and_clear_bit is one locked
 * instruction and so a full barrier, although the kernel promises that only of those that return
 * something. test_bit is a plain load; __set_bit and __clear_bit are a plain load and store.
 */
#ifndef _LINUX_BITOPS_H
#define _LINUX_BITOPS_H

#include <linux/bits.h>
#include <linux/compiler.h>
#include <asm/barrier.h>

static __always_inline void set_bit(long nr, volatile unsigned long *addr)
{
	xs_bit_op(XS_BIT_SET, nr % BITS_PER_LONG, addr + BIT_WORD(nr));
}

static __always_inline void clear_bit(long nr, volatile unsigned long *addr)
{
	xs_bit_op(XS_BIT_CLEAR, nr % BITS_PER_LONG, addr + BIT_WORD(nr));
}

static __always_inline bool test_and_set_bit(long nr, volatile unsigned long *addr)
{
	return xs_bit_op(XS_BIT_TEST_AND_SET, nr % BITS_PER_LONG, addr + BIT_WORD(nr));
}

static __always_inline bool test_and_clear_bit(long nr, volatile unsigned long *addr)
{
	return xs_bit_op(XS_BIT_TEST_AND_CLEAR, nr % BITS_PER_LONG, addr + BIT_WORD(nr));
}

static __always_inline bool test_bit(long nr, const volatile unsigned long *addr)
{
	return (addr[BIT_WORD(nr)] >> (nr % BITS_PER_LONG)) & 1;
}

/* Not atomic, as the two underscores say. */
static __always_inline void __set_bit(long nr, volatile unsigned long *addr)
{
	*((unsigned long *)addr + BIT_WORD(nr)) |= BIT_MASK(nr);
}

static __always_inline void __clear_bit(long nr, volatile unsigned long *addr)
{
	*((unsigned long *)addr + BIT_WORD(nr)) &= ~BIT_MASK(nr);
}

#endif
