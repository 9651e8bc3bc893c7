// SPDX-License-Identifier: GPL-2.0-only
/*
 * AF_XDP for a driver with zero copy (net/xdp/xsk.c, net/xdp/xsk_buff_pool.c). The socket, its rings and its
 * UMEM are the model's; the driver gets a pool of the tree's own type, which dies when it is unbound,
 * so that a driver that keeps it is caught at the access. Simplified: the UMEM is one range of guest
 * memory to the device too, and the socket has no fill ring: an application that only sends leaves it
 * empty, so there is no buffer to receive into.
 */
#include "kit.h"

#ifdef XS_HAS_XSK_BATCH
#include <linux/bpf.h>
#include <net/xdp_sock_drv.h>

/* models/app: frames of a UMEM are of this size; only receiving would ask. */
#define CHUNK_BYTES 4096
#define PAIRS_MAX 16 /* of a device: sim/scenario/key_entry.hpp */

struct bound_pool {
	struct xs_xsk_pool *model;
	struct xdp_umem umem;
	struct xsk_buff_pool pool; /* ends in an array without length */
};
static struct bound_pool *bound_pools[PAIRS_MAX];

_Static_assert(sizeof(struct xdp_desc) == sizeof(struct xs_xdp_desc), "one layout");
_Static_assert(offsetof(struct xdp_desc, len) == offsetof(struct xs_xdp_desc, len), "one layout");

static struct xs_xsk_pool *pool_model(struct xsk_buff_pool *pool)
{
	return container_of(pool, struct bound_pool, pool)->model;
}

static struct bound_pool *make_pool(struct net_device *dev, struct xs_xsk_pool *model, unsigned int pair)
{
	struct bound_pool *made = xs_get(sizeof(*made), GFP_KERNEL | __GFP_ZERO);

	if (!made)
		return NULL;
	made->model = model;
	/* The list of its pages is not shown: xp_dma_map() takes it as a whole. */
	made->umem.npgs = DIV_ROUND_UP(xs_xsk_umem_bytes(model->id), PAGE_SIZE);
	made->pool.umem = &made->umem;
	made->pool.netdev = dev;
	made->pool.queue_id = pair;
	made->pool.chunk_size = CHUNK_BYTES;
	made->pool.tx_descs = (struct xdp_desc *)model->tx_descs;
	made->pool.uses_need_wakeup = xs_xsk_uses_need_wakeup(model->id);
#ifdef XS_HAS_XSKB_LIST
	INIT_LIST_HEAD(&made->pool.xskb_list);
#endif
	return made;
}

static int ask_driver(struct net_device *dev, struct xsk_buff_pool *pool, unsigned int pair)
{
	struct netdev_bpf request = {
		.command = XDP_SETUP_XSK_POOL,
		.xsk = { .pool = pool, .queue_id = pair },
	};

	return dev->netdev_ops->ndo_bpf(dev, &request);
}

/* As xp_assign_dev(): a driver that says yes and has not mapped the pool is told no again. */
static int bind_pool(struct net_device *dev, struct xs_xsk_pool *model, unsigned int pair)
{
	struct bound_pool *made = make_pool(dev, model, pair);
	int err = made ? ask_driver(dev, &made->pool, pair) : -ENOMEM;

	if (!err && !made->pool.dma_pages_cnt) {
		ask_driver(dev, NULL, pair);
		err = -EINVAL;
	}
	if (err)
		kfree(made);
	else
		bound_pools[pair] = made;
	return err;
}

int xs_xsk_setup_pool(struct net_device *dev, struct xs_xsk_pool *model, unsigned int pair)
{
	int err;

	/* xsk_reg_pool_at_qid() */
	if (pair >= dev->real_num_rx_queues && pair >= dev->real_num_tx_queues)
		return -EINVAL;
	if (model)
		return bind_pool(dev, model, pair);
	err = ask_driver(dev, NULL, pair);
	kfree(bound_pools[pair]);
	bound_pools[pair] = NULL;
	return err;
}

/* --- transmit --------------------------------------------------------------------------- */

u32 xsk_tx_peek_release_desc_batch(struct xsk_buff_pool *pool, u32 max)
{
	return xs_xsk_tx_peek_batch(pool_model(pool), max);
}

bool xsk_tx_peek_desc(struct xsk_buff_pool *pool, struct xdp_desc *desc)
{
	return xs_xsk_tx_peek(pool_model(pool)->id, (struct xs_xdp_desc *)desc);
}

void xsk_tx_release(struct xsk_buff_pool *pool)
{
	xs_xsk_tx_release(pool_model(pool)->id);
}

void xsk_tx_completed(struct xsk_buff_pool *pool, u32 count)
{
	xs_xsk_tx_completed(pool_model(pool)->id, count);
}

void xsk_set_tx_need_wakeup(struct xsk_buff_pool *pool)
{
	xs_xsk_set_tx_need_wakeup(pool_model(pool)->id);
}

void xsk_clear_tx_need_wakeup(struct xsk_buff_pool *pool)
{
	xs_xsk_clear_tx_need_wakeup(pool_model(pool)->id);
}

bool xsk_uses_need_wakeup(struct xsk_buff_pool *pool)
{
	return xs_xsk_uses_need_wakeup(pool_model(pool)->id);
}

/* --- the UMEM for the device ---------------------------------------------------------------- */

static dma_addr_t umem_address(struct xsk_buff_pool *pool)
{
	return __pa(xs_xsk_raw_data(pool_model(pool)->id, 0));
}

int xp_dma_map(struct xsk_buff_pool *pool, struct device *dev, unsigned long attributes, struct page **pages,
	       u32 count)
{
	xs_dma_map(umem_address(pool), count * PAGE_SIZE, DMA_BIDIRECTIONAL, __builtin_return_address(0));
	pool->dev = dev;
	pool->dma_pages_cnt = count;
	return 0;
}

void xp_dma_unmap(struct xsk_buff_pool *pool, unsigned long attributes)
{
	if (!pool->dma_pages_cnt)
		return;
	xs_dma_unmap(umem_address(pool), pool->dma_pages_cnt * PAGE_SIZE, DMA_BIDIRECTIONAL);
	pool->dma_pages_cnt = 0;
	pool->dev = NULL;
}

dma_addr_t xp_raw_get_dma(struct xsk_buff_pool *pool, u64 addr)
{
	if (!pool->dma_pages_cnt)
		xs_warn("xp_raw_get_dma: the pool is not mapped", __FILE__, __LINE__);
	return __pa(xs_xsk_raw_data(pool_model(pool)->id, addr));
}

/* --- receive: the fill ring is empty -------------------------------------------------------- */

u32 xp_alloc_batch(struct xsk_buff_pool *pool, struct xdp_buff **buffers, u32 max)
{
	return 0;
}

/* For the buffers that are received into: there are none. */
void xp_set_rxq_info(struct xsk_buff_pool *pool, struct xdp_rxq_info *queue)
{
}

/* Flags of the fill ring: who only sends does not look at them. */
void xsk_set_rx_need_wakeup(struct xsk_buff_pool *pool)
{
}

void xsk_clear_rx_need_wakeup(struct xsk_buff_pool *pool)
{
}
#else
int xs_xsk_setup_pool(struct net_device *dev, struct xs_xsk_pool *model, unsigned int pair)
{
	xs_gap("AF_XDP zero copy of a tree whose pools have no batch of their own (before 5.17)");
}
#endif
