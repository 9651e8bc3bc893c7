// SPDX-License-Identifier: GPL-2.0-only
/*
 * The patch "virtio-net, xsk: virtio-net support xsk zero copy tx" (5 January 2021, patch 5/5 of the
 * first version), ported function for function onto the base: its names, module parameters, states,
 * and its order of shared accesses, locks, barriers and calls. Comments are ours.
 *
 * What is wrong with it is part of it and stays. Comments that begin with "Note" point such places
 * out to the reader; docs/ and the scenarios show what comes of them.
 */
#include "virtnet.h"

#include <linux/moduleparam.h>

/* How long a full device is left alone before the timer looks at it again, in us; 0: for ever. */
static int xsk_check_timeout = 100;
/* Headers of a queue: at most this many, and at most this share of the ring's size. */
static int xsk_num_max = 1024;
static int xsk_num_percent = 80;
/* Packets of one run. */
static int xsk_budget = 128;

module_param(xsk_check_timeout, int, 0644);
module_param(xsk_num_max, int, 0644);
module_param(xsk_num_percent, int, 0644);
module_param(xsk_budget, int, 0644);

static int virtnet_xsk_run(struct send_queue *sq, struct xsk_buff_pool *pool, int budget);

/* --- completions --------------------------------------------------------------- */

/* `num` packets came back from the device. Under the tx lock, except from free_unused_bufs. */
static void virt_xsk_complete(struct send_queue *sq, u32 num, bool xsk_wakeup)
{
	struct xsk_buff_pool *pool;
	int n;

	rcu_read_lock();

	WRITE_ONCE(sq->xsk.hdr_pro, sq->xsk.hdr_pro + num);

	pool = rcu_dereference(sq->xsk.pool);
	if (!pool) {
		/* The socket is gone: the last packet home turns off the light. */
		if (sq->xsk.hdr_pro - sq->xsk.hdr_con == sq->xsk.hdr_n) {
			/* Note: freed before it is unpublished. */
			kfree(sq->xsk.hdr);
			rcu_assign_pointer(sq->xsk.hdr, NULL);
		}
		rcu_read_unlock();
		return;
	}

	xsk_tx_completed(pool, num);

	rcu_read_unlock();

	if (!xsk_wakeup || !sq->xsk.wait_slot)
		return;

	n = sq->xsk.hdr_pro - sq->xsk.hdr_con;

	/* Half of the headers are free again: worth a run. */
	if (n > sq->xsk.hdr_n / 2) {
		sq->xsk.wait_slot = false;
		virtqueue_napi_schedule(&sq->napi, sq->vq);
	}
}

void __free_old_xmit_ptr(struct send_queue *sq, bool in_napi, bool xsk_wakeup, unsigned int *_packets,
			 unsigned int *_bytes)
{
	unsigned int packets = 0;
	unsigned int bytes = 0;
	unsigned int len;
	u64 xsknum = 0;
	struct virtnet_xdp_type *xtype;
	struct xdp_frame *frame;
	struct virtnet_xsk_hdr *xskhdr;
	struct sk_buff *skb;
	void *ptr;

	while ((ptr = virtqueue_get_buf(sq->vq, &len)) != NULL) {
		if (likely(!is_xdp_frame(ptr))) {
			skb = ptr;
			bytes += skb->len;
			napi_consume_skb(skb, in_napi);
		} else {
			xtype = ptr_to_xtype(ptr);

			if (xtype->type == XDP_TYPE_XSK) {
				xskhdr = (struct virtnet_xsk_hdr *)xtype;
				bytes += xskhdr->len;
				xsknum += 1;
			} else {
				frame = xtype_got_ptr(xtype);
				xdp_return_frame(frame);
				bytes += frame->len;
			}
		}
		packets++;
	}

	if (xsknum)
		virt_xsk_complete(sq, xsknum, xsk_wakeup);

	*_packets = packets;
	*_bytes = bytes;
}

/* --- NAPI and timer ----------------------------------------------------------------- */

int virtnet_poll_tx(struct napi_struct *napi, int budget)
{
	struct send_queue *sq = container_of(napi, struct send_queue, napi);
	struct virtnet_info *vi = sq->vq->vdev->priv;
	unsigned int index = vq2txq(sq->vq);
	struct netdev_queue *txq;
	struct xsk_buff_pool *pool;
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
		work = virtnet_xsk_run(sq, pool, budget);
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

/* In hard interrupt. */
static enum hrtimer_restart virtnet_xsk_timeout(struct hrtimer *timer)
{
	struct send_queue *sq;

	sq = container_of(timer, struct send_queue, xsk.timer);

	clear_bit(VIRTNET_STATE_XSK_TIMER, &sq->xsk.state);

	virtqueue_napi_schedule(&sq->napi, sq->vq);

	return HRTIMER_NORESTART;
}

/* --- bind and unbind ------------------------------------------------------------------ */

static int virtnet_xsk_pool_enable(struct net_device *dev, struct xsk_buff_pool *pool, u16 qid)
{
	struct virtnet_info *vi = netdev_priv(dev);
	struct send_queue *sq = &vi->sq[qid];
	struct virtnet_xsk_hdr *hdr;
	int n, ret = 0;

	if (qid >= dev->real_num_rx_queues || qid >= dev->real_num_tx_queues)
		return -EINVAL;

	if (qid >= vi->curr_queue_pairs)
		return -EINVAL;

	rcu_read_lock();

	ret = -EBUSY;
	if (rcu_dereference(sq->xsk.pool))
		goto end;

	/* Packets of the last pool are still with the device. */
	if (rcu_dereference(sq->xsk.hdr))
		goto end;

	/* Note: 100 percent is 0, and so is any other whole hundred. */
	n = virtqueue_get_vring_size(sq->vq);
	n = min(xsk_num_max, n * (xsk_num_percent % 100) / 100);

	ret = -ENOMEM;
	hdr = kcalloc(n, sizeof(struct virtnet_xsk_hdr), GFP_ATOMIC);
	if (!hdr)
		goto end;

	/* Note: a timer of the last pool that was started after its cancel is cleared while queued. */
	memset(&sq->xsk, 0, sizeof(sq->xsk));

	sq->xsk.hdr_pro = n;
	sq->xsk.hdr_n = n;

	hrtimer_init(&sq->xsk.timer, CLOCK_MONOTONIC, HRTIMER_MODE_REL_PINNED);
	sq->xsk.timer.function = virtnet_xsk_timeout;

	/* Note: the pool is visible to NAPI before the headers are. */
	rcu_assign_pointer(sq->xsk.pool, pool);
	rcu_assign_pointer(sq->xsk.hdr, hdr);

	ret = 0;
end:
	rcu_read_unlock();

	return ret;
}

static int virtnet_xsk_pool_disable(struct net_device *dev, u16 qid)
{
	struct virtnet_info *vi = netdev_priv(dev);
	struct send_queue *sq = &vi->sq[qid];

	if (qid >= dev->real_num_rx_queues || qid >= dev->real_num_tx_queues)
		return -EINVAL;

	if (qid >= vi->curr_queue_pairs)
		return -EINVAL;

	rcu_assign_pointer(sq->xsk.pool, NULL);

	/* Note: a run that still has the old pool may start it again. */
	hrtimer_cancel(&sq->xsk.timer);

	/* Wakeup and NAPI read the pool inside RCU. */
	synchronize_rcu();

	/* Note: not under the tx lock, so virt_xsk_complete may come to the same conclusion. */
	if (sq->xsk.hdr_pro - sq->xsk.hdr_con == sq->xsk.hdr_n) {
		kfree(sq->xsk.hdr);
		rcu_assign_pointer(sq->xsk.hdr, NULL);
		synchronize_rcu();
	}

	return 0;
}

int virtnet_xdp(struct net_device *dev, struct netdev_bpf *xdp)
{
	switch (xdp->command) {
	case XDP_SETUP_PROG:
		return virtnet_xdp_set(dev, xdp->prog, xdp->extack);
	case XDP_SETUP_XSK_POOL:
		xdp->xsk.need_dma = false;
		if (xdp->xsk.pool)
			return virtnet_xsk_pool_enable(dev, xdp->xsk.pool, xdp->xsk.queue_id);
		else
			return virtnet_xsk_pool_disable(dev, xdp->xsk.queue_id);
	default:
		return -EINVAL;
	}
}

/* --- transmit ------------------------------------------------------------------------- */

/* Makes one descriptor of the TX ring available to the device; keeps it when the ring is full. */
static int virtnet_xsk_xmit(struct send_queue *sq, struct xsk_buff_pool *pool, struct xdp_desc *desc)
{
	struct virtnet_info *vi = sq->vq->vdev->priv;
	void *data, *ptr;
	struct page *page;
	struct virtnet_xsk_hdr *xskhdr;
	u32 idx, offset, n, i, copy, copied;
	u64 addr;
	int err, m;

	addr = desc->addr;

	data = xsk_buff_raw_get_data(pool, addr);
	offset = offset_in_page(data);

	/* The header, and the part of the data that lies in the first page. */
	n = 2;
	m = desc->len - (PAGE_SIZE - offset);
	if (m > 0) {
		n += m >> PAGE_SHIFT;
		/* Note: PAGE_MASK keeps the whole pages; what is left over of the last is not counted. */
		if (m & PAGE_MASK)
			++n;

		n = min_t(u32, n, ARRAY_SIZE(sq->sg));
	}

	/* Without any header the queue looks full for ever, so this never divides by zero. */
	idx = sq->xsk.hdr_con % sq->xsk.hdr_n;
	xskhdr = &sq->xsk.hdr[idx];

	/* The header itself was zeroed when it was allocated, and nobody writes to it. */

	sg_init_table(sq->sg, n);
	sg_set_buf(sq->sg, &xskhdr->hdr, vi->hdr_len);

	copied = 0;
	for (i = 1; i < n; ++i) {
		copy = min_t(int, desc->len - copied, PAGE_SIZE - offset);

		page = xsk_buff_raw_get_page(pool, addr + copied);

		sg_set_page(sq->sg + i, page, copy, offset);
		copied += copy;
		if (offset)
			offset = 0;
	}

	xskhdr->len = desc->len;
	ptr = xdp_to_ptr(&xskhdr->type);

	err = virtqueue_add_outbuf(sq->vq, sq->sg, n, ptr, GFP_ATOMIC);
	if (unlikely(err))
		sq->xsk.last_desc = *desc;
	else
		sq->xsk.hdr_con++;

	return err;
}

static bool virtnet_xsk_dev_is_full(struct send_queue *sq)
{
	if (sq->vq->num_free < 2 + MAX_SKB_FRAGS)
		return true;

	if (sq->xsk.hdr_con == sq->xsk.hdr_pro)
		return true;

	return false;
}

/*
 * Sends up to `budget` packets. 0: the TX ring is empty (or the completion ring is full, which looks
 * the same); -EAGAIN: the budget is; -EBUSY: the device is full.
 */
static int virtnet_xsk_xmit_zc(struct send_queue *sq, struct xsk_buff_pool *pool, unsigned int budget)
{
	struct xdp_desc desc;
	int err, packet = 0;
	int ret = -EAGAIN;

	/* Note: a packet at offset 0 of the UMEM is taken for none. */
	if (sq->xsk.last_desc.addr) {
		err = virtnet_xsk_xmit(sq, pool, &sq->xsk.last_desc);
		if (unlikely(err))
			return -EBUSY;

		++packet;
		sq->xsk.last_desc.addr = 0;
	}

	while (budget-- > 0) {
		if (virtnet_xsk_dev_is_full(sq)) {
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
	}

	if (packet) {
		xsk_tx_release(pool);

		if (virtqueue_kick_prepare(sq->vq) && virtqueue_notify(sq->vq)) {
			u64_stats_update_begin(&sq->stats.syncp);
			sq->stats.kicks++;
			u64_stats_update_end(&sq->stats.syncp);
		}
	}

	return ret;
}

/* Under the tx lock, from NAPI or wakeup. Returns `budget` when it wants to be called again. */
static int virtnet_xsk_run(struct send_queue *sq, struct xsk_buff_pool *pool, int budget)
{
	int err, ret = 0;
	unsigned int _packets = 0;
	unsigned int _bytes = 0;

	sq->xsk.wait_slot = false;

	if (test_and_clear_bit(VIRTNET_STATE_XSK_TIMER, &sq->xsk.state))
		hrtimer_try_to_cancel(&sq->xsk.timer);

	__free_old_xmit_ptr(sq, true, false, &_packets, &_bytes);

	err = virtnet_xsk_xmit_zc(sq, pool, xsk_budget);
	if (!err) {
		struct xdp_desc desc;

		clear_bit(VIRTNET_STATE_XSK_WAKEUP, &sq->xsk.state);
		xsk_set_tx_need_wakeup(pool);

		/*
		 * The race breaker: what was submitted after the last look and before the flag was
		 * set brings no wake-up, so look once more.
		 */

		if (!xsk_tx_peek_desc(pool, &desc))
			goto end;

		set_bit(VIRTNET_STATE_XSK_WAKEUP, &sq->xsk.state);
		xsk_clear_tx_need_wakeup(pool);

		sq->xsk.last_desc = desc;
		ret = budget;
		goto end;
	}

	xsk_clear_tx_need_wakeup(pool);

	if (err == -EAGAIN) {
		ret = budget;
		goto end;
	}

	/*
	 * -EBUSY. What the device has given back meanwhile may be enough to go on with at once.
	 * Note: this overwrites the counts of the first call, and nobody adds either to the statistics.
	 */

	__free_old_xmit_ptr(sq, true, false, &_packets, &_bytes);

	if (!virtnet_xsk_dev_is_full(sq)) {
		ret = budget;
		goto end;
	}

	/* Now it is up to the interrupt, the receive side, start_xmit or the timer. */
	sq->xsk.wait_slot = true;

	if (xsk_check_timeout) {
		/* Note: the timer may fire before the bit that says it is running is set. */
		hrtimer_start(&sq->xsk.timer, ns_to_ktime(xsk_check_timeout * 1000),
			      HRTIMER_MODE_REL_PINNED);

		set_bit(VIRTNET_STATE_XSK_TIMER, &sq->xsk.state);
	}

	virtnet_sq_stop_check(sq, true);

end:
	return ret;
}

int virtnet_xsk_wakeup(struct net_device *dev, u32 qid, u32 flag)
{
	struct virtnet_info *vi = netdev_priv(dev);
	struct send_queue *sq;
	struct xsk_buff_pool *pool;
	struct netdev_queue *txq;
	int work = 0;

	if (!netif_running(dev))
		return -ENETDOWN;

	if (qid >= vi->curr_queue_pairs)
		return -EINVAL;

	sq = &vi->sq[qid];

	rcu_read_lock();

	pool = rcu_dereference(sq->xsk.pool);
	if (!pool)
		goto end;

	if (test_and_set_bit(VIRTNET_STATE_XSK_WAKEUP, &sq->xsk.state))
		goto end;

	txq = netdev_get_tx_queue(dev, qid);

	local_bh_disable();
	__netif_tx_lock(txq, raw_smp_processor_id());

	work = virtnet_xsk_run(sq, pool, xsk_budget);

	__netif_tx_unlock(txq);
	local_bh_enable();

	/* Note: bottom halves are on again: this waits for an interrupt or the tick. */
	if (work == xsk_budget)
		virtqueue_napi_schedule(&sq->napi, sq->vq);

end:
	rcu_read_unlock();
	return 0;
}

/* --- removal -------------------------------------------------------------------------- */

void free_unused_bufs(struct virtnet_info *vi)
{
	void *buf;
	u32 n;
	int i;
	struct send_queue *sq;

	for (i = 0; i < vi->max_queue_pairs; i++) {
		sq = &vi->sq[i];
		while ((buf = virtqueue_detach_unused_buf(sq->vq)) != NULL) {
			if (!is_xdp_frame(buf)) {
				dev_kfree_skb(buf);
			} else {
				struct virtnet_xdp_type *xtype;

				xtype = ptr_to_xtype(buf);
				if (xtype->type == XDP_TYPE_TX)
					xdp_return_frame(xtype_got_ptr(xtype));
			}
		}

		/* Those packets of the socket that the device never finished. */
		n = sq->xsk.hdr_con + sq->xsk.hdr_n;
		n -= sq->xsk.hdr_pro;
		if (n)
			virt_xsk_complete(sq, n, false);
	}

	for (i = 0; i < vi->max_queue_pairs; i++) {
		struct virtqueue *vq = vi->rq[i].vq;

		while ((buf = virtqueue_detach_unused_buf(vq)) != NULL)
			kfree(buf);
	}
}
