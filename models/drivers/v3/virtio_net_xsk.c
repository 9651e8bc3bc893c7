// SPDX-License-Identifier: GPL-2.0-only
/*
 * The third version of the series (31 March 2021, patches 3/8 to 8/8), ported onto the base: its names,
 * module parameters, and its order of shared accesses, locks, barriers and calls, as they are when all
 * eight patches are applied. Comments are ours.
 *
 * In the series, 4/8 passes no token to the virtqueue (BUG_ON there) until 8/8 mends it: the token here
 * is that of 8/8. What is wrong with the whole stays: comments that begin with "Note" point it out.
 */
#include "virtnet.h"

#include <linux/moduleparam.h>

/* Packets that a wake-up sends itself. */
static int xsk_budget = 32;
/* Packets sent without a notification, at most. */
static int xsk_kick_thr = 8;

module_param(xsk_budget, int, 0644);
module_param(xsk_kick_thr, int, 0644);

/* The token of an AF_XDP packet is no pointer: the length for statistics, and a flag. */
#define VIRTIO_XSK_FLAG BIT(1)
#define VIRTIO_XSK_PTR_SHIFT 4

/* The header of every packet. All of it is zero, and nobody writes to it. */
static struct virtio_net_hdr_mrg_rxbuf xsk_hdr;

static bool is_skb_ptr(void *ptr)
{
	return !((unsigned long)ptr & (VIRTIO_XDP_FLAG | VIRTIO_XSK_FLAG));
}

static void *xsk_to_ptr(struct xdp_desc *desc)
{
	const u64 p = desc->len << VIRTIO_XSK_PTR_SHIFT;

	return (void *)(p | VIRTIO_XSK_FLAG);
}

static u32 ptr_to_xsk_len(void *ptr)
{
	return (unsigned long)ptr >> VIRTIO_XSK_PTR_SHIFT;
}

/* --- completions --------------------------------------------------------------- */

/* `num` packets came back from the device. Under the tx lock. */
static void virtnet_xsk_complete(struct send_queue *sq, u32 num)
{
	struct xsk_buff_pool *pool;

	rcu_read_lock();

	pool = rcu_dereference(sq->xsk.pool);
	if (!pool) {
		rcu_read_unlock();
		return;
	}

	/* Note: after another bind these are packets of the last pool, which the new one never gave. */
	xsk_tx_completed(pool, num);

	rcu_read_unlock();

	if (sq->xsk.need_wakeup) {
		sq->xsk.need_wakeup = false;
		virtqueue_napi_schedule(&sq->napi, sq->vq);
	}
}

static void __free_old_xmit(struct send_queue *sq, bool in_napi, struct virtnet_sq_stats *stats)
{
	unsigned int xsknum = 0;
	struct xdp_frame *frame;
	struct sk_buff *skb;
	unsigned int len;
	void *ptr;

	while ((ptr = virtqueue_get_buf(sq->vq, &len)) != NULL) {
		if (is_skb_ptr(ptr)) {
			skb = ptr;
			stats->bytes += skb->len;
			napi_consume_skb(skb, in_napi);
		} else if (is_xdp_frame(ptr)) {
			frame = xtype_got_ptr(ptr_to_xtype(ptr));
			stats->bytes += frame->len;
			xdp_return_frame(frame);
		} else {
			stats->bytes += ptr_to_xsk_len(ptr);
			++xsknum;
		}
		stats->packets++;
	}

	if (xsknum)
		virtnet_xsk_complete(sq, xsknum);
}

/* The base's name for it; who calls makes no difference in this version. */
void __free_old_xmit_ptr(struct send_queue *sq, bool in_napi, bool xsk_wakeup, unsigned int *_packets,
			 unsigned int *_bytes)
{
	struct virtnet_sq_stats stats = {};

	__free_old_xmit(sq, in_napi, &stats);

	*_packets = stats.packets;
	*_bytes = stats.bytes;
}

/* --- transmit ------------------------------------------------------------------------- */

/* A queue that the stack uses as well stops while its largest packet might not fit. */
static void virtnet_xsk_check_space(struct send_queue *sq)
{
	struct virtnet_info *vi = sq->vq->vdev->priv;
	struct net_device *dev = vi->dev;
	int qnum = sq - vi->sq;

	if (is_xdp_raw_buffer_queue(vi, qnum))
		return;

	/* Note: no callback is armed; the interrupt has to be armed already. */
	if (sq->vq->num_free < 2 + MAX_SKB_FRAGS)
		netif_stop_subqueue(dev, qnum);
}

/* Makes one descriptor of the TX ring available to the device; keeps it when the ring is full. */
static int virtnet_xsk_xmit(struct send_queue *sq, struct xsk_buff_pool *pool, struct xdp_desc *desc)
{
	struct virtnet_info *vi = sq->vq->vdev->priv;
	u32 offset, n, i, copy, copied;
	struct page *page;
	void *data;
	u64 addr;
	int err, m;

	addr = desc->addr;

	data = xsk_buff_raw_get_data(pool, addr);
	offset = offset_in_page(data);

	/* The header, and one or, in unaligned mode, two pages. */
	m = desc->len - (PAGE_SIZE - offset);
	n = m > 0 ? 3 : 2;

	sg_init_table(sq->sg, n);
	sg_set_buf(sq->sg, &xsk_hdr, vi->hdr_len);

	copied = 0;
	for (i = 1; i < n; ++i) {
		copy = min_t(int, desc->len - copied, PAGE_SIZE - offset);

		page = xsk_buff_raw_get_page(pool, addr + copied);

		sg_set_page(sq->sg + i, page, copy, offset);
		copied += copy;
		offset = 0;
	}

	err = virtqueue_add_outbuf(sq->vq, sq->sg, n, xsk_to_ptr(desc), GFP_ATOMIC);
	if (unlikely(err))
		sq->xsk.last_desc = *desc;

	return err;
}

static void virtnet_xsk_kick(struct send_queue *sq, struct virtnet_sq_stats *stats)
{
	if (virtqueue_kick_prepare(sq->vq) && virtqueue_notify(sq->vq))
		++stats->kicks;
}

/*
 * Sends up to `budget` packets and says in `done` how many. 0: the TX ring is empty (or the completion
 * ring is full, which looks the same); -EAGAIN: the budget is; -EBUSY: the ring is full.
 */
static int virtnet_xsk_xmit_batch(struct send_queue *sq, struct xsk_buff_pool *pool, unsigned int budget,
				  bool in_napi, int *done, struct virtnet_sq_stats *stats)
{
	struct xdp_desc desc;
	int err, packet = 0;
	int ret = -EAGAIN;
	int need_kick = 0;

	/* Note: a packet at offset 0 of the UMEM is taken for none; num_free is not asked first. */
	if (sq->xsk.last_desc.addr) {
		err = virtnet_xsk_xmit(sq, pool, &sq->xsk.last_desc);
		if (unlikely(err))
			return -EBUSY;

		++packet;
		++need_kick;
		--budget;
		sq->xsk.last_desc.addr = 0;
	}

	while (budget-- > 0) {
		if (sq->vq->num_free < 2 + MAX_SKB_FRAGS) {
			ret = -EBUSY;
			break;
		}

		if (!xsk_tx_peek_desc(pool, &desc)) {
			/* Nothing left to do. */
			ret = 0;
			break;
		}

		err = virtnet_xsk_xmit(sq, pool, &desc);
		if (unlikely(err)) {
			ret = -EBUSY;
			break;
		}

		++packet;
		++need_kick;
		/* Note: one more than the threshold. */
		if (need_kick > xsk_kick_thr) {
			virtnet_xsk_kick(sq, stats);
			need_kick = 0;
		}
	}

	if (packet) {
		if (need_kick)
			virtnet_xsk_kick(sq, stats);

		*done = packet;
		stats->xdp_tx += packet;

		xsk_tx_release(pool);
	}

	return ret;
}

/*
 * Under the tx lock, from NAPI or wakeup. Returns `budget` when it wants to be called again. The
 * socket's need_wakeup flag stays set, as bind left it: every submission calls the driver.
 */
static int virtnet_xsk_run(struct send_queue *sq, struct xsk_buff_pool *pool, int budget, bool in_napi)
{
	struct virtnet_sq_stats stats = {};
	int done = 0;
	int err;

	sq->xsk.need_wakeup = false;
	__free_old_xmit(sq, in_napi, &stats);

	err = virtnet_xsk_xmit_batch(sq, pool, budget, in_napi, &done, &stats);
	if (err == -EBUSY) {
		/* What the device has given back meanwhile may be enough to go on with at once. */
		__free_old_xmit(sq, in_napi, &stats);

		if (sq->vq->num_free >= 2 + MAX_SKB_FRAGS)
			done = budget;
		else
			sq->xsk.need_wakeup = true;
	}

	virtnet_xsk_check_space(sq);

	u64_stats_update_begin(&sq->stats.syncp);
	sq->stats.packets += stats.packets;
	sq->stats.bytes += stats.bytes;
	sq->stats.kicks += stats.kicks;
	sq->stats.xdp_tx += stats.xdp_tx;
	u64_stats_update_end(&sq->stats.syncp);

	return done;
}

int virtnet_poll_tx(struct napi_struct *napi, int budget)
{
	struct send_queue *sq = container_of(napi, struct send_queue, napi);
	struct virtnet_info *vi = sq->vq->vdev->priv;
	unsigned int index = vq2txq(sq->vq);
	struct xsk_buff_pool *pool;
	struct netdev_queue *txq;
	int work = 0;

	if (unlikely(is_xdp_raw_buffer_queue(vi, index))) {
		/* XDP reaps its own queues and wants no callbacks. */
		napi_complete_done(napi, 0);
		return 0;
	}

	txq = netdev_get_tx_queue(vi->dev, index);
	__netif_tx_lock(txq, raw_smp_processor_id());

	rcu_read_lock();
	pool = rcu_dereference(sq->xsk.pool);
	if (pool) {
		work = virtnet_xsk_run(sq, pool, budget, true);
		rcu_read_unlock();
	} else {
		rcu_read_unlock();
		free_old_xmit_skbs(sq, true);
	}

	__netif_tx_unlock(txq);

	if (work < budget)
		virtqueue_napi_complete(napi, sq->vq, 0);

	if (sq->vq->num_free >= 2 + MAX_SKB_FRAGS)
		netif_tx_wake_queue(txq);

	return work;
}

int virtnet_xsk_wakeup(struct net_device *dev, u32 qid, u32 flag)
{
	struct virtnet_info *vi = netdev_priv(dev);
	struct xsk_buff_pool *pool;
	struct netdev_queue *txq;
	struct send_queue *sq;

	if (!netif_running(dev))
		return -ENETDOWN;

	if (qid >= vi->curr_queue_pairs)
		return -EINVAL;

	sq = &vi->sq[qid];

	rcu_read_lock();

	pool = rcu_dereference(sq->xsk.pool);
	if (!pool)
		goto end;

	/* NAPI is at work or about to be: it will not complete without another look. */
	if (napi_if_scheduled_mark_missed(&sq->napi))
		goto end;

	txq = netdev_get_tx_queue(dev, qid);

	__netif_tx_lock_bh(txq);

	/* Note: that the budget was used up, or that there is space again, is not acted upon. */
	virtnet_xsk_run(sq, pool, xsk_budget, false);

	__netif_tx_unlock_bh(txq);

end:
	rcu_read_unlock();
	return 0;
}

/* --- bind and unbind ------------------------------------------------------------------ */

static int virtnet_xsk_pool_enable(struct net_device *dev, struct xsk_buff_pool *pool, u16 qid)
{
	struct virtnet_info *vi = netdev_priv(dev);
	struct send_queue *sq;
	int ret = -EBUSY;

	if (qid >= vi->curr_queue_pairs)
		return -EINVAL;

	sq = &vi->sq[qid];

	/* Nobody but NAPI goes on with a queue that was full. */
	if (!sq->napi.weight)
		return -EPERM;

	rcu_read_lock();
	if (rcu_dereference(sq->xsk.pool))
		goto end;

	/* Note: packets of the last pool may still be with the device; nothing here waits for them. */
	memset(&sq->xsk, 0, sizeof(sq->xsk));

	rcu_assign_pointer(sq->xsk.pool, pool);
	ret = 0;
end:
	rcu_read_unlock();

	return ret;
}

static int virtnet_xsk_pool_disable(struct net_device *dev, u16 qid)
{
	struct virtnet_info *vi = netdev_priv(dev);
	struct send_queue *sq;

	if (qid >= vi->curr_queue_pairs)
		return -EINVAL;

	sq = &vi->sq[qid];

	rcu_assign_pointer(sq->xsk.pool, NULL);

	/* Wakeup and NAPI read the pool inside RCU. */
	synchronize_rcu();

	return 0;
}

int virtnet_xdp(struct net_device *dev, struct netdev_bpf *xdp)
{
	switch (xdp->command) {
	case XDP_SETUP_PROG:
		return virtnet_xdp_set(dev, xdp->prog, xdp->extack);
	case XDP_SETUP_XSK_POOL:
		/* The series words its own patch 1 otherwise (check_dma); to the core it says the same. */
		xdp->xsk.need_dma = false;
		if (xdp->xsk.pool)
			return virtnet_xsk_pool_enable(dev, xdp->xsk.pool, xdp->xsk.queue_id);
		else
			return virtnet_xsk_pool_disable(dev, xdp->xsk.queue_id);
	default:
		return -EINVAL;
	}
}

/* --- removal -------------------------------------------------------------------------- */

void free_unused_bufs(struct virtnet_info *vi)
{
	void *buf;
	int i;

	for (i = 0; i < vi->max_queue_pairs; i++) {
		struct virtqueue *vq = vi->sq[i].vq;

		while ((buf = virtqueue_detach_unused_buf(vq)) != NULL) {
			if (is_skb_ptr(buf))
				dev_kfree_skb(buf);
			else if (is_xdp_frame(buf))
				xdp_return_frame(xtype_got_ptr(ptr_to_xtype(buf)));
		}
	}

	for (i = 0; i < vi->max_queue_pairs; i++) {
		struct virtqueue *vq = vi->rq[i].vq;

		while ((buf = virtqueue_detach_unused_buf(vq)) != NULL)
			kfree(buf);
	}
}
