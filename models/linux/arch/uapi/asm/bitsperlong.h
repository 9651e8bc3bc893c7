/* SPDX-License-Identifier: GPL-2.0-only */
/* Kind: constants. Without it a tree's size_t would have 32 bits. */
#ifndef __ASM_BITSPERLONG_H
#define __ASM_BITSPERLONG_H

#define __BITS_PER_LONG 64
#include <asm-generic/bitsperlong.h>

#endif
