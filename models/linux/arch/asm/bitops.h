/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Kind: ours (arch/x86/include/asm/bitops.h). The locked ones are functions of the kit
 * (models/linux/kit/bits.c), which knows the words whose bits the model goes by; the others are the
 * generic ones, plain accesses that the hooks see.
 */
#ifndef _ASM_BITOPS_H
#define _ASM_BITOPS_H

#include <linux/types.h>
#include <asm/barrier.h>

void set_bit(long nr, volatile unsigned long *first);
void clear_bit(long nr, volatile unsigned long *first);
void change_bit(long nr, volatile unsigned long *first);
bool test_and_set_bit(long nr, volatile unsigned long *first);
bool test_and_clear_bit(long nr, volatile unsigned long *first);
bool test_and_change_bit(long nr, volatile unsigned long *first);

#include <asm-generic/bitops/__ffs.h>
#include <asm-generic/bitops/ffz.h>
#include <asm-generic/bitops/fls.h>
#include <asm-generic/bitops/__fls.h>
#include <asm-generic/bitops/fls64.h>
#include <asm-generic/bitops/sched.h>
#include <asm-generic/bitops/ffs.h>
#include <asm-generic/bitops/hweight.h>
#include <asm-generic/bitops/lock.h>
#include <asm-generic/bitops/non-atomic.h>
#if __has_include(<asm-generic/bitops/find.h>)
#include <asm-generic/bitops/find.h>
#endif
#include <asm-generic/bitops/le.h>
#include <asm-generic/bitops/ext2-atomic.h>

#endif
