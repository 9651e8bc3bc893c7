// SPDX-License-Identifier: GPL-2.0-only
/*
 * Pages (mm/page_alloc.c, mm/swap.c). struct page is the tree's: an array in guest memory with one
 * for each page of the arena, whose counts its inline functions read and write.
 */
#include "kit.h"
#include <linux/mm.h>

/* models/memory/guest_memory.hpp: where guest-physical addresses begin, and how many pages there are. */
#define ARENA_FIRST_PFN 0x100000UL
#define ARENA_PAGES 0x40000UL

struct page *mem_map;
unsigned long xs_memory_distance;

static bool pages_init(void)
{
	struct page *all = xs_boot_pages(PAGE_ALIGN(ARENA_PAGES * sizeof(struct page)));

	if (!all)
		return false;
	xs_memory_distance = (unsigned long)all - xs_dma_address(all);
	mem_map = all - ARENA_FIRST_PFN;
	return true;
}

int xs_pages_init(void);
int xs_pages_init(void)
{
	return pages_init() ? 0 : -ENOMEM;
}

static void set_head(struct page *tail, struct page *head)
{
#ifdef XS_HAS_COMPOUND_INFO
	tail->compound_info = (unsigned long)head | 1;
#else
	tail->compound_head = (unsigned long)head | 1;
#endif
}

struct page *xs_pages(gfp_t flags, unsigned int order)
{
	void *first = xs_alloc_pages(PAGE_SIZE << order, xs_alloc_flags(flags));
	struct page *page = first ? virt_to_page(first) : NULL;
	unsigned int i;

	if (!page)
		return NULL;
	memset(page, 0, sizeof(*page) << order);
	if (order) {
		__SetPageHead(page);
		for (i = 1; i < 1U << order; i++)
			set_head(page + i, page);
		page[1].private = order; /* kept for page_release() */
	}
	atomic_set(&page->_refcount, 1);
	return page;
}

void xs_page_release(struct page *page)
{
	const unsigned int order = PageHead(page) ? page[1].private : 0;

	xs_free_pages(page_address(page), PAGE_SIZE << order);
}

#ifdef XS_HAS_ALLOC_PAGES_NODEMASK
struct page *__alloc_pages_nodemask(gfp_t flags, unsigned int order, int node, nodemask_t *nodes)
#else
struct page *(__alloc_pages)(gfp_t flags, unsigned int order, int node, nodemask_t *nodes)
#endif
{
	return xs_pages(flags, order);
}

struct page *__alloc_pages_noprof(gfp_t flags, unsigned int order, int node, nodemask_t *nodes)
{
	return xs_pages(flags, order);
}

void __free_pages(struct page *page, unsigned int order)
{
	if (put_page_testzero(page))
		xs_page_release(page);
}

#ifdef XS_HAS_ALLOC_PAGES_NODE_CALL
struct page *alloc_pages_node_noprof(int node, gfp_t flags, unsigned int order)
{
	return xs_pages(flags, order);
}
#endif

#ifdef XS_HAS_PUT_PAGE_CALL
void __put_page(struct page *page)
{
	xs_page_release(page);
}
#endif

#ifdef XS_HAS_FOLIO_PUT
void __folio_put(struct folio *folio)
{
	xs_page_release(&folio->page);
}
#endif

void *(alloc_pages_exact)(size_t bytes, gfp_t flags)
{
	return xs_alloc_pages(PAGE_ALIGN(bytes), xs_alloc_flags(flags));
}

void *alloc_pages_exact_noprof(size_t bytes, gfp_t flags)
{
	return xs_alloc_pages(PAGE_ALIGN(bytes), xs_alloc_flags(flags));
}

void free_pages_exact(void *first, size_t bytes)
{
	xs_free_pages(first, PAGE_ALIGN(bytes));
}

/* net/core/sock.c: 32 KiB at once if they can be had, one page else, as long as there is room in it. */
bool skb_page_frag_refill(unsigned int bytes, struct page_frag *frag, gfp_t flags)
{
	const unsigned int order = get_order(32768);

	if (frag->page) {
		if (page_ref_count(frag->page) == 1) {
			frag->offset = 0;
			return true;
		}
		if (frag->offset + bytes <= frag->size)
			return true;
		put_page(frag->page);
	}
	frag->offset = 0;
	frag->page = xs_pages(flags, order);
	frag->size = PAGE_SIZE << order;
	return frag->page != NULL;
}
