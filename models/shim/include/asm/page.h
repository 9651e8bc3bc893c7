/* SPDX-License-Identifier: GPL-2.0-only */
/* Kind: duplicate (arch/x86/include/asm/page_types.h, 5.11: 4 KiB pages, PAGE_SIZE unsigned long). */
#ifndef _ASM_PAGE_H
#define _ASM_PAGE_H

#define PAGE_SHIFT 12
#define PAGE_SIZE (1UL << PAGE_SHIFT)
#define PAGE_MASK (~(PAGE_SIZE - 1))

#endif
