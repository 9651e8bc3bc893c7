/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Kind: custom (include/linux/gfp.h, 5.11). The values are ours: a driver uses them as opaque flags.
 * GFP_KERNEL may sleep (a finding in atomic context), GFP_ATOMIC may not.
 */
#ifndef _LINUX_GFP_H
#define _LINUX_GFP_H

#include <linux/types.h>

#define GFP_KERNEL 0x1u
#define GFP_ATOMIC 0x2u
#define __GFP_ZERO 0x4u
#define __GFP_NOWARN 0x8u
#define __GFP_COMP 0x10u
#define __GFP_HIGHMEM 0x20u
#define __GFP_HIGH 0x40u

#endif
