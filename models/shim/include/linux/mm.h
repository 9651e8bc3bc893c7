/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Kind: custom (include/linux/mm.h, 5.11). struct page stays incomplete: the model has one word a
 * page that stands for it, at least 4-byte aligned (a scatterlist keeps flags in the low bits).
 */
#ifndef _LINUX_MM_H
#define _LINUX_MM_H

#include <asm/page.h>
#include <linux/compiler.h>
#include <linux/gfp.h>

struct page;

#define offset_in_page(p) ((unsigned long)(p) & ~PAGE_MASK)
#define PAGE_ALIGN(bytes) (((bytes) + PAGE_SIZE - 1) & PAGE_MASK)

static __always_inline struct page *virt_to_page(const void *p)
{
	return xs_page_of(p);
}

static __always_inline phys_addr_t page_to_phys(const struct page *page)
{
	return xs_page_dma(page);
}

static __always_inline phys_addr_t virt_to_phys(const volatile void *p)
{
	return xs_dma_address((const void *)p);
}

static __always_inline void *alloc_pages_exact(size_t bytes, gfp_t flags)
{
	return xs_alloc_pages(PAGE_ALIGN(bytes), flags & GFP_ATOMIC ? XS_ALLOC_ATOMIC : 0);
}

static __always_inline void free_pages_exact(void *first, size_t bytes)
{
	xs_free_pages(first, PAGE_ALIGN(bytes));
}

#endif
