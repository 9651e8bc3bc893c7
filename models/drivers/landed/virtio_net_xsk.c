// SPDX-License-Identifier: GPL-2.0-only
/*
 * The design that was merged for Linux 6.13 (series of November 2024: 7db956707f5f, 21a4e3ce6dc7,
 * 89f86675cb03), transmit side, ported onto the base with the switches that driver.json names: names,
 * and the order of shared accesses, locks and calls, are the kernel's. Comments are ours.
 *
 * Left out: receive (the pool's buffers in the receive ring), DMA mapping (a device behind no IOMMU, as
 * in all of this base: addresses come from pages, not from xsk_buff_raw_get_dma), byte queue limits,
 * the watchdog's transmit stamp, and ethtool, which would refuse to switch TX NAPI off while bound.
 * What is wrong with it stays: comments that begin with "Note" point it out.
 */
#include "virtnet.h"

/* What a token points to, in its lowest two bits. The value 1 belongs to byte queue limits. */
enum virtnet_xmit_type {
	VIRTNET_XMIT_TYPE_SKB = 0,
	VIRTNET_XMIT_TYPE_XDP = 2,
	VIRTNET_XMIT_TYPE_XSK = 3,
};

#define VIRTNET_XMIT_TYPE_MASK (BIT(0) | BIT(1))

/* An AF_XDP packet's token is no pointer: its length for statistics stands above the type. */
#define VIRTIO_XSK_FLAG_OFFSET 2

struct virtnet_sq_free_stats {
	u64 packets;
	u64 bytes;
	u64 xsk;
};

/* The header of every packet. All of it is zero, and nobody writes to it. */
static struct virtio_net_hdr_mrg_rxbuf xsk_hdr;

static enum virtnet_xmit_type virtnet_xmit_ptr_unpack(void **ptr)
{
	const unsigned long p = (unsigned long)*ptr;

	*ptr = (void *)(p & ~VIRTNET_XMIT_TYPE_MASK);
	return p & VIRTNET_XMIT_TYPE_MASK;
}

static void *virtnet_xsk_to_ptr(u32 len)
{
	const unsigned long p = len << VIRTIO_XSK_FLAG_OFFSET;

	return (void *)(p | VIRTNET_XMIT_TYPE_XSK);
}

static u32 virtnet_ptr_to_xsk_buff_len(void *ptr)
{
	return (unsigned long)ptr >> VIRTIO_XSK_FLAG_OFFSET;
}

/* --- wake-up -------------------------------------------------------------------------- */

/* All sending is NAPI's. With bottom halves disabled, its softirq runs right here. */
static void xsk_wakeup(struct send_queue *sq)
{
	if (napi_if_scheduled_mark_missed(&sq->napi))
		return;

	local_bh_disable();
	virtqueue_napi_schedule(&sq->napi, sq->vq);
	local_bh_enable();
}

int virtnet_xsk_wakeup(struct net_device *dev, u32 qid, u32 flag)
{
	struct virtnet_info *vi = netdev_priv(dev);

	if (!netif_running(dev))
		return -ENETDOWN;

	if (qid >= vi->curr_queue_pairs)
		return -EINVAL;

	xsk_wakeup(&vi->sq[qid]);
	return 0;
}

/* --- completions --------------------------------------------------------------- */

static void __free_old_xmit(struct send_queue *sq, bool in_napi, struct virtnet_sq_free_stats *stats)
{
	struct xdp_frame *frame;
	struct sk_buff *skb;
	unsigned int len;
	void *ptr;

	while ((ptr = virtqueue_get_buf(sq->vq, &len)) != NULL) {
		stats->packets++;

		switch (virtnet_xmit_ptr_unpack(&ptr)) {
		case VIRTNET_XMIT_TYPE_SKB:
			skb = ptr;
			stats->bytes += skb->len;
			napi_consume_skb(skb, in_napi);
			break;
		case VIRTNET_XMIT_TYPE_XDP:
			frame = ptr;
			stats->bytes += frame->len;
			xdp_return_frame(frame);
			break;
		case VIRTNET_XMIT_TYPE_XSK:
			stats->bytes += virtnet_ptr_to_xsk_buff_len(ptr);
			stats->xsk++;
			break;
		}
	}
}

/*
 * Who reaps AF_XDP packets in passing takes the completion that the interrupt would have reported, so
 * TX NAPI, which alone sends the next ones, is told.
 */
static void virtnet_xsk_completed(struct send_queue *sq, int num)
{
	xsk_tx_completed(sq->xsk_pool, num);
	xsk_wakeup(sq);
}

/* For all but TX NAPI; virtnet_free_old_xmit there, the base's name here. */
void __free_old_xmit_ptr(struct send_queue *sq, bool in_napi, bool wakeup, unsigned int *_packets,
			 unsigned int *_bytes)
{
	struct virtnet_sq_free_stats stats = {};

	__free_old_xmit(sq, in_napi, &stats);

	if (stats.xsk)
		virtnet_xsk_completed(sq, stats.xsk);

	*_packets = stats.packets;
	*_bytes = stats.bytes;
}

/* --- transmit ------------------------------------------------------------------------- */

static int virtnet_xsk_xmit_one(struct send_queue *sq, struct xsk_buff_pool *pool, struct xdp_desc *desc)
{
	struct virtnet_info *vi = sq->vq->vdev->priv;
	void *data = xsk_buff_raw_get_data(pool, desc->addr);

	sg_init_table(sq->sg, 2);
	sg_set_buf(sq->sg, &xsk_hdr, vi->hdr_len);
	/* One entry even across pages: to the device the UMEM is contiguous, or bind had failed. */
	sg_set_page(sq->sg + 1, xsk_buff_raw_get_page(pool, desc->addr), desc->len, offset_in_page(data));

	return virtqueue_add_outbuf(sq->vq, sq->sg, 2, virtnet_xsk_to_ptr(desc->len), GFP_ATOMIC);
}

static int virtnet_xsk_xmit_batch(struct send_queue *sq, struct xsk_buff_pool *pool, unsigned int budget,
				  u64 *kicks)
{
	struct xdp_desc *descs = pool->tx_descs;
	bool kick = false;
	u32 nb_pkts, i;
	int err;

	/* Note: without indirect descriptors a packet takes two, so half as many fit. */
	budget = min_t(u32, budget, sq->vq->num_free);

	nb_pkts = xsk_tx_peek_release_desc_batch(pool, budget);
	if (!nb_pkts)
		return 0;

	for (i = 0; i < nb_pkts; i++) {
		err = virtnet_xsk_xmit_one(sq, pool, &descs[i]);
		if (unlikely(err)) {
			/*
			 * Note: these are never sent. And completions carry no addresses: it is the oldest
			 * ones, still with the device, that user space gets back.
			 */
			xsk_tx_completed(sq->xsk_pool, nb_pkts - i);
			break;
		}

		kick = true;
	}

	if (kick && virtqueue_kick_prepare(sq->vq) && virtqueue_notify(sq->vq))
		(*kicks)++;

	return i;
}

/*
 * Under the tx lock. Returns whether packets were sent.
 * Note: virtnet_poll_tx compares it with the budget, as if it were their number.
 */
static bool virtnet_xsk_xmit(struct send_queue *sq, struct xsk_buff_pool *pool, int budget)
{
	struct virtnet_info *vi = sq->vq->vdev->priv;
	struct virtnet_sq_free_stats stats = {};
	u64 kicks = 0;
	int sent;

	/* Without waking NAPI: this is NAPI. */
	__free_old_xmit(sq, true, &stats);

	if (stats.xsk)
		xsk_tx_completed(sq->xsk_pool, stats.xsk);

	sent = virtnet_xsk_xmit_batch(sq, pool, budget, &kicks);

	/* check_sq_full_and_disable() there; the same function of the base, switched. */
	if (!is_xdp_raw_buffer_queue(vi, sq - vi->sq))
		virtnet_sq_stop_check(sq, true);

	u64_stats_update_begin(&sq->stats.syncp);
	sq->stats.packets += stats.packets;
	sq->stats.bytes += stats.bytes;
	sq->stats.kicks += kicks;
	sq->stats.xdp_tx += sent;
	u64_stats_update_end(&sq->stats.syncp);

	/* Always: user space calls after each submission, and the call costs little. */
	if (xsk_uses_need_wakeup(pool))
		xsk_set_tx_need_wakeup(pool);

	return sent;
}

/* Completes under the tx lock, so that nobody reaps between arming the callback and completion. */
static void virtnet_tx_napi_complete(struct napi_struct *napi, struct send_queue *sq,
				     struct netdev_queue *txq)
{
	unsigned int opaque;
	bool done;

	opaque = virtqueue_enable_cb_prepare(sq->vq);

	done = napi_complete_done(napi, 0);
	if (!done)
		virtqueue_disable_cb(sq->vq);

	__netif_tx_unlock(txq);

	if (!done || likely(!virtqueue_poll(sq->vq, opaque)))
		return;

	/* Used entries that came before the interrupt was armed bring none. */
	if (napi_schedule_prep(napi)) {
		__netif_tx_lock(txq, raw_smp_processor_id());
		virtqueue_disable_cb(sq->vq);
		__netif_tx_unlock(txq);
		__napi_schedule(napi);
	}
}

int virtnet_poll_tx(struct napi_struct *napi, int budget)
{
	struct send_queue *sq = container_of(napi, struct send_queue, napi);
	struct virtnet_info *vi = sq->vq->vdev->priv;
	unsigned int index = vq2txq(sq->vq);
	struct netdev_queue *txq;
	int xsk_done = 0;

	if (unlikely(is_xdp_raw_buffer_queue(vi, index))) {
		/* XDP reaps its own queues and wants no callbacks. */
		napi_complete_done(napi, 0);
		return 0;
	}

	txq = netdev_get_tx_queue(vi->dev, index);
	__netif_tx_lock(txq, raw_smp_processor_id());
	virtqueue_disable_cb(sq->vq);

	if (sq->xsk_pool)
		xsk_done = virtnet_xsk_xmit(sq, sq->xsk_pool, budget);
	else
		free_old_xmit_skbs(sq, !!budget);

	if (sq->vq->num_free >= 2 + MAX_SKB_FRAGS)
		netif_tx_wake_queue(txq);

	/* Note: so never true with a weight above 1. A full batch completes NAPI, whatever is left to send. */
	if (xsk_done >= budget) {
		__netif_tx_unlock(txq);
		return budget;
	}

	virtnet_tx_napi_complete(napi, sq, txq);

	return 0;
}

/* --- bind and unbind ------------------------------------------------------------------ */

static void virtnet_sq_free_unused_buf(struct virtqueue *vq, void *buf)
{
	struct virtnet_info *vi = vq->vdev->priv;
	struct send_queue *sq = &vi->sq[vq2txq(vq)];

	switch (virtnet_xmit_ptr_unpack(&buf)) {
	case VIRTNET_XMIT_TYPE_SKB:
		dev_kfree_skb(buf);
		break;
	case VIRTNET_XMIT_TYPE_XDP:
		xdp_return_frame(buf);
		break;
	case VIRTNET_XMIT_TYPE_XSK:
		xsk_tx_completed(sq->xsk_pool, 1);
		break;
	}
}

static void virtnet_tx_pause(struct virtnet_info *vi, struct send_queue *sq)
{
	const unsigned int qindex = sq - vi->sq;
	struct netdev_queue *txq = netdev_get_tx_queue(vi->dev, qindex);

	if (netif_running(vi->dev))
		virtnet_napi_tx_disable(&sq->napi);

	/* From here on nobody reaps. */
	__netif_tx_lock_bh(txq);
	sq->reset = true;
	/* And when this lock was released, nobody is sending. */
	netif_stop_subqueue(vi->dev, qindex);
	__netif_tx_unlock_bh(txq);
}

static void virtnet_tx_resume(struct virtnet_info *vi, struct send_queue *sq)
{
	const unsigned int qindex = sq - vi->sq;
	struct netdev_queue *txq = netdev_get_tx_queue(vi->dev, qindex);

	__netif_tx_lock_bh(txq);
	sq->reset = false;
	netif_tx_wake_queue(txq);
	__netif_tx_unlock_bh(txq);

	if (netif_running(vi->dev))
		virtnet_napi_tx_enable(vi, sq->vq, &sq->napi);
}

/* The reset brings every packet of the last pool home, so none of it outlives the bind. */
static int virtnet_sq_bind_xsk_pool(struct virtnet_info *vi, struct send_queue *sq,
				    struct xsk_buff_pool *pool)
{
	int err;

	virtnet_tx_pause(vi, sq);

	err = virtqueue_reset(sq->vq, virtnet_sq_free_unused_buf);
	if (err)
		pool = NULL;

	sq->xsk_pool = pool;

	virtnet_tx_resume(vi, sq);

	return err;
}

/* Note: a queue without TX NAPI is not refused, and never sends. */
static int virtnet_xsk_pool_setup(struct net_device *dev, struct netdev_bpf *xdp)
{
	struct virtnet_info *vi = netdev_priv(dev);

	if (xdp->xsk.queue_id >= vi->curr_queue_pairs)
		return -EINVAL;

	/* Here the kernel maps header and pool for the device. */
	return virtnet_sq_bind_xsk_pool(vi, &vi->sq[xdp->xsk.queue_id], xdp->xsk.pool);
}

/* Zero copy lives in TX NAPI: it stays on while a pool is bound (1df5116a41a8). */
int virtnet_may_switch_tx_napi(struct send_queue *sq)
{
	return sq->xsk_pool ? -EBUSY : 0;
}

int virtnet_xdp(struct net_device *dev, struct netdev_bpf *xdp)
{
	switch (xdp->command) {
	case XDP_SETUP_PROG:
		return virtnet_xdp_set(dev, xdp->prog, xdp->extack);
	case XDP_SETUP_XSK_POOL:
		/* 6.13 has no such flag: the pool is mapped. */
		xdp->xsk.need_dma = false;
		return virtnet_xsk_pool_setup(dev, xdp);
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

		while ((buf = virtqueue_detach_unused_buf(vq)) != NULL)
			virtnet_sq_free_unused_buf(vq, buf);
	}

	for (i = 0; i < vi->max_queue_pairs; i++) {
		struct virtqueue *vq = vi->rq[i].vq;

		while ((buf = virtqueue_detach_unused_buf(vq)) != NULL)
			kfree(buf);
	}
}
