/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Kind: custom (include/net/xdp_sock_drv.h, 5.11, with xsk_buff_raw_get_page of patch 1/5; the batch
 * as of 6.13, where the pool has the room for it). The core is the model's; of the pool a driver sees
 * an object that holds its id and dies with it, so that using a pool that was put is an access to freed
 * memory here as well.
 */
#ifndef _LINUX_XDP_SOCK_DRV_H
#define _LINUX_XDP_SOCK_DRV_H

#include <linux/mm.h>
#include <uapi/linux/if_xdp.h>

struct xsk_buff_pool {
	u32 id;	/* ours: read where the kernel's functions read the pool, which must not be freed by then */
	struct xdp_desc *tx_descs;
};

_Static_assert(sizeof(struct xsk_buff_pool) == sizeof(struct xs_xsk_pool), "one layout");
_Static_assert(offsetof(struct xsk_buff_pool, tx_descs) == offsetof(struct xs_xsk_pool, tx_descs), "tx_descs");
_Static_assert(sizeof(struct xdp_desc) == sizeof(struct xs_xdp_desc), "one layout");
_Static_assert(offsetof(struct xdp_desc, len) == offsetof(struct xs_xdp_desc, len), "len");

static __always_inline bool xsk_tx_peek_desc(struct xsk_buff_pool *pool, struct xdp_desc *desc)
{
	return xs_xsk_tx_peek(pool->id, (struct xs_xdp_desc *)desc);
}

static __always_inline u32 xsk_tx_peek_release_desc_batch(struct xsk_buff_pool *pool, u32 nb_pkts)
{
	return xs_xsk_tx_peek_batch((const struct xs_xsk_pool *)pool, nb_pkts);
}

static __always_inline void xsk_tx_release(struct xsk_buff_pool *pool)
{
	xs_xsk_tx_release(pool->id);
}

static __always_inline void xsk_tx_completed(struct xsk_buff_pool *pool, u32 nb_entries)
{
	xs_xsk_tx_completed(pool->id, nb_entries);
}

static __always_inline void xsk_set_tx_need_wakeup(struct xsk_buff_pool *pool)
{
	xs_xsk_set_tx_need_wakeup(pool->id);
}

static __always_inline void xsk_clear_tx_need_wakeup(struct xsk_buff_pool *pool)
{
	xs_xsk_clear_tx_need_wakeup(pool->id);
}

static __always_inline bool xsk_uses_need_wakeup(struct xsk_buff_pool *pool)
{
	return xs_xsk_uses_need_wakeup(pool->id);
}

static __always_inline void *xsk_buff_raw_get_data(struct xsk_buff_pool *pool, u64 addr)
{
	return xs_xsk_raw_data(pool->id, addr);
}

static __always_inline struct page *xsk_buff_raw_get_page(struct xsk_buff_pool *pool, u64 addr)
{
	return xs_xsk_raw_page(pool->id, addr);
}

#endif
