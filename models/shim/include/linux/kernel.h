/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Kind: duplicate (include/linux/kernel.h, include/linux/minmax.h, 5.11).
 * min() and max() refuse operands of two types, as the kernel's do: a driver that compiles there
 * and not here, or the reverse, would be another driver.
 */
#ifndef _LINUX_KERNEL_H
#define _LINUX_KERNEL_H

#include <linux/bitops.h>
#include <linux/bug.h>
#include <linux/errno.h>
#include <linux/printk.h>

#define ARRAY_SIZE(array) (sizeof(array) / sizeof((array)[0]))
#define DIV_ROUND_UP(n, d) (((n) + (d)-1) / (d))
#define ALIGN(x, a) (((x) + ((typeof(x))(a)-1)) & ~((typeof(x))(a)-1))

#define container_of(ptr, type, member)                                        \
	({                                                                     \
		const typeof(((type *)0)->member) *__member = (ptr);           \
		(type *)((char *)__member - offsetof(type, member));           \
	})

#define __typecheck(x, y) ((void)sizeof((typeof(x) *)1 == (typeof(y) *)1))

#define min(x, y)                                                              \
	({                                                                     \
		__typecheck(x, y);                                             \
		typeof(x) __first = (x);                                       \
		typeof(y) __second = (y);                                      \
		__first < __second ? __first : __second;                       \
	})
#define max(x, y)                                                              \
	({                                                                     \
		__typecheck(x, y);                                             \
		typeof(x) __first = (x);                                       \
		typeof(y) __second = (y);                                      \
		__first > __second ? __first : __second;                       \
	})
#define min_t(type, x, y)                                                      \
	({                                                                     \
		type __first = (x);                                            \
		type __second = (y);                                           \
		__first < __second ? __first : __second;                       \
	})
#define max_t(type, x, y)                                                      \
	({                                                                     \
		type __first = (x);                                            \
		type __second = (y);                                           \
		__first > __second ? __first : __second;                       \
	})

#endif
