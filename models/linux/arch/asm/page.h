/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Kind: ours. Guest memory is one range, mapped at one distance from its guest-physical addresses;
 * struct page is an array of the tree's own in guest memory, made by models/linux/kit/pages.c.
 */
#ifndef _ASM_PAGE_H
#define _ASM_PAGE_H

#include <linux/const.h>
#if __has_include(<vdso/page.h>)
#include <vdso/page.h>
#else
#define PAGE_SHIFT 12
#define PAGE_SIZE (_AC(1, UL) << PAGE_SHIFT)
#define PAGE_MASK (~(PAGE_SIZE - 1))
#endif

#ifndef __ASSEMBLY__
#include <asm/hypercalls.h>

/* No page tables: these are there to be named. */
typedef struct { unsigned long pte; } pte_t;
typedef struct { unsigned long pmd; } pmd_t;
typedef struct { unsigned long pgd; } pgd_t;
typedef struct { unsigned long pgprot; } pgprot_t;
typedef struct page *pgtable_t;
#define pte_val(x) ((x).pte)
#define pmd_val(x) ((x).pmd)
#define pgd_val(x) ((x).pgd)
#define pgprot_val(x) ((x).pgprot)
#define __pte(x) ((pte_t){ (x) })
#define __pmd(x) ((pmd_t){ (x) })
#define __pgd(x) ((pgd_t){ (x) })
#define __pgprot(x) ((pgprot_t){ (x) })

#define clear_page(page) memset((page), 0, PAGE_SIZE)
#define copy_page(to, from) memcpy((to), (from), PAGE_SIZE)
#define clear_user_page(page, address, pg) clear_page(page)
#define copy_user_page(to, from, address, pg) copy_page(to, from)

/* A pointer into guest memory less its guest-physical address. */
extern unsigned long xs_memory_distance;
#define PAGE_OFFSET xs_memory_distance
#define __pa(x) ((unsigned long)xs_dma_address((const void *)(x)))
#define __va(x) ((void *)((unsigned long)(x) + xs_memory_distance))
#define __pa_symbol(x) __pa(x)
#define ARCH_PFN_OFFSET 0UL
#define virt_to_pfn(p) (__pa(p) >> PAGE_SHIFT)
#define pfn_to_virt(pfn) __va((unsigned long)(pfn) << PAGE_SHIFT)
#define pfn_to_kaddr(pfn) pfn_to_virt(pfn)
#define virt_to_page(p) pfn_to_page(virt_to_pfn(p))
#define page_to_virt(page) pfn_to_virt(page_to_pfn(page))
#define virt_addr_valid(p) true
#define page_to_phys(page) ((phys_addr_t)page_to_pfn(page) << PAGE_SHIFT)
#define phys_to_page(address) pfn_to_page((address) >> PAGE_SHIFT)
#include <asm-generic/memory_model.h>
#endif

#include <asm-generic/getorder.h>

#endif
