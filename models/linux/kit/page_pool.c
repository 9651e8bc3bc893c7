// SPDX-License-Identifier: GPL-2.0-only
/*
 * Page pools (net/core/page_pool.c): a receive queue's pages, mapped once, which come back to the pool
 * that they were taken from: to a stack for who gives them back in the queue's own NAPI, to a ring (the
 * tree's ptr_ring) for everybody else. Simplified: pages are allocated one at a time and not 64; a
 * pool whose pages are still out when it is destroyed goes with the last of them, where the kernel
 * looks once a second.
 */
#include "kit.h"

#ifdef XS_HAS_NETMEM_POOL
#include <linux/dma-mapping.h>
#include <linux/ptr_ring.h>
#include <net/page_pool/helpers.h>

#define RING_DEFAULT 1024
/* Of a page that is dealt out in parts: more references than it can have parts. */
#define MANY_REFERENCES LONG_MAX

static bool is_destroyed(const struct page_pool *pool)
{
	return pool->destroy_cnt;
}

static void end_if_empty(struct page_pool *pool)
{
	if (!is_destroyed(pool) || pool->pages_state_hold_cnt != atomic_read(&pool->pages_state_release_cnt))
		return;
	ptr_ring_cleanup(&pool->ring, NULL);
	kfree(pool);
}

static struct page *fresh_page(struct page_pool *pool, gfp_t flags)
{
	struct page *page = xs_pages(flags, pool->p.order);

	if (!page)
		return NULL;
	if (pool->dma_map)
		page->dma_addr = dma_map_page_attrs(pool->p.dev, page, 0, PAGE_SIZE << pool->p.order,
						    pool->p.dma_dir, DMA_ATTR_SKIP_CPU_SYNC);
	page->pp_magic |= PP_SIGNATURE;
	page->pp = pool;
	pool->pages_state_hold_cnt++;
	return page;
}

/* To the page allocator; whoever else has a reference keeps the page. */
static void let_go(struct page_pool *pool, struct page *page)
{
	if (pool->dma_map)
		dma_unmap_page_attrs(pool->p.dev, page->dma_addr, PAGE_SIZE << pool->p.order,
				     pool->p.dma_dir, DMA_ATTR_SKIP_CPU_SYNC);
	page->pp_magic = 0;
	page->pp = NULL;
	put_page(page);
	atomic_inc(&pool->pages_state_release_cnt);
	end_if_empty(pool);
}

static struct page *kept_page(struct page_pool *pool)
{
	struct pp_alloc_cache *stack = &pool->alloc;

	if (stack->count)
		return netmem_to_page(stack->cache[--stack->count]);
	return __ptr_ring_consume(&pool->ring);
}

struct page *page_pool_alloc_pages(struct page_pool *pool, gfp_t flags)
{
	struct page *page = kept_page(pool);

	if (!page)
		page = fresh_page(pool, flags);
	if (page)
		page_pool_fragment_page(page, 1);
	return page;
}

netmem_ref page_pool_alloc_netmems(struct page_pool *pool, gfp_t flags)
{
	struct page *page = page_pool_alloc_pages(pool, flags);

	return page ? page_to_netmem(page) : 0;
}

/* The references that no part stands for go. True: every part is back, the page can be dealt out anew. */
static bool ends_dealing(struct page_pool *pool, struct page *page)
{
	if (page_pool_unref_page(page, MANY_REFERENCES - pool->frag_users))
		return false;
	if (page_ref_count(page) == 1)
		return true;
	let_go(pool, page);
	return false;
}

static struct page *page_to_deal(struct page_pool *pool, gfp_t flags)
{
	struct page *page = pool->frag_page ? netmem_to_page(pool->frag_page) : NULL;

	if (!page || !ends_dealing(pool, page))
		page = page_pool_alloc_pages(pool, flags);
	pool->frag_page = page ? page_to_netmem(page) : 0;
	pool->frag_users = 0;
	pool->frag_offset = 0;
	if (page)
		page_pool_fragment_page(page, MANY_REFERENCES);
	return page;
}

netmem_ref page_pool_alloc_frag_netmem(struct page_pool *pool, unsigned int *offset, unsigned int bytes,
				       gfp_t flags)
{
	const unsigned int whole = PAGE_SIZE << pool->p.order;
	const unsigned int size = ALIGN(bytes, dma_get_cache_alignment());

	if (!pool->frag_page || pool->frag_offset + size > whole)
		if (!page_to_deal(pool, flags))
			return 0;
	*offset = pool->frag_offset;
	pool->frag_offset += size;
	pool->frag_users++;
	return pool->frag_page;
}

static bool keep_in_stack(struct page_pool *pool, struct page *page)
{
	if (!in_softirq() || pool->alloc.count == PP_ALLOC_CACHE_SIZE)
		return false;
	pool->alloc.cache[pool->alloc.count++] = page_to_netmem(page);
	return true;
}

void page_pool_put_unrefed_netmem(struct page_pool *pool, netmem_ref netmem, unsigned int synced, bool direct)
{
	struct page *page = netmem_to_page(netmem);

	if (page_ref_count(page) != 1 || is_destroyed(pool)) {
		let_go(pool, page);
		return;
	}
	if (direct && keep_in_stack(pool, page))
		return;
	if (ptr_ring_produce_bh(&pool->ring, page))
		let_go(pool, page);
}

void page_pool_put_unrefed_page(struct page_pool *pool, struct page *page, unsigned int synced, bool direct)
{
	page_pool_put_unrefed_netmem(pool, page_to_netmem(page), synced, direct);
}

struct page_pool *page_pool_create(const struct page_pool_params *wanted)
{
	struct page_pool *pool;

	if (wanted->slow.flags & ~(PP_FLAG_DMA_MAP | PP_FLAG_DMA_SYNC_DEV))
		xs_gap("page_pool_create: a flag other than those of mapping");
	pool = xs_get(sizeof(*pool), GFP_KERNEL | __GFP_ZERO);
	if (!pool)
		return ERR_PTR(-ENOMEM);
	pool->p = wanted->fast;
	pool->slow = wanted->slow;
	pool->dma_map = wanted->slow.flags & PP_FLAG_DMA_MAP;
	if (ptr_ring_init(&pool->ring, wanted->pool_size ?: RING_DEFAULT, GFP_KERNEL)) {
		kfree(pool);
		return ERR_PTR(-ENOMEM);
	}
	return pool;
}

void page_pool_destroy(struct page_pool *pool)
{
	struct page *page;

	if (!pool)
		return;
	page = pool->frag_page ? netmem_to_page(pool->frag_page) : NULL;
	if (page && ends_dealing(pool, page))
		let_go(pool, page);
	while ((page = kept_page(pool)) != NULL)
		let_go(pool, page);
	pool->destroy_cnt = 1;
	end_if_empty(pool);
}

bool xs_page_pool_takes(struct page *page)
{
	if (!page_pool_page_is_pp(page))
		return false;
	page_pool_put_full_page(page->pp, page, true);
	return true;
}
#else
/* No driver of the tree has a page pool here. */
bool xs_page_pool_takes(struct page *page)
{
	return false;
}
#endif
