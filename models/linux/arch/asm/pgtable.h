/* SPDX-License-Identifier: GPL-2.0-only */
/* Kind: nothing is behind it. No page tables; what headers name is there to be named. */
#ifndef _ASM_PGTABLE_H
#define _ASM_PGTABLE_H

#include <asm-generic/pgtable-nopud.h>

#define VMALLOC_START 0UL
#define VMALLOC_END 0UL
#define PAGE_KERNEL __pgprot(0)
#define PAGE_NONE __pgprot(0)
#define PAGE_SHARED __pgprot(0)
#define PAGE_READONLY __pgprot(0)
#define pgd_none(p) 0
#define pmd_page(pmd) ((struct page *)0)
#ifndef ZERO_PAGE
#define ZERO_PAGE(address) ((struct page *)0)
#endif
extern pgd_t swapper_pg_dir[];

#endif
