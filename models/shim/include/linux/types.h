/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Kind: duplicate (include/linux/types.h, include/uapi/linux/types.h; checked against 5.11).
 * Differs: bool comes from the compiler's own <stdbool.h> through the hypercall header; the
 * sparse annotations (__rcu, __force, __user) are empty, as they are for the kernel's compiler.
 */
#ifndef _LINUX_TYPES_H
#define _LINUX_TYPES_H

#include "../../hypercalls/hypercalls.h"

typedef signed char s8;
typedef unsigned char u8;
typedef signed short s16;
typedef unsigned short u16;
typedef signed int s32;
typedef unsigned int u32;
typedef signed long long s64;
typedef unsigned long long u64;

typedef s8 __s8;
typedef u8 __u8;
typedef s16 __s16;
typedef u16 __u16;
typedef s32 __s32;
typedef u32 __u32;
typedef s64 __s64;
typedef u64 __u64;

typedef u16 __le16;
typedef u32 __le32;
typedef u64 __le64;
typedef u16 __be16;

typedef u64 phys_addr_t;
typedef u64 dma_addr_t;
typedef unsigned int gfp_t;
typedef long ssize_t;
typedef s64 ktime_t;
typedef u64 netdev_features_t;

#define __rcu
#define __force
#define __user
#define __percpu

struct list_head {
	struct list_head *next, *prev;
};

#endif
