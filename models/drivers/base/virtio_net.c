// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the patch builds on: the transmit side of drivers/net/virtio_net.c, Linux 5.11, with patches
 * 1/5 to 4/5 of the series, and of the receive side what is needed to take frames from a device.
 * Names, and the order of shared accesses, locks and calls, are the kernel's. Where a later kernel
 * mended something, a constant BASE_x (virtnet_later.h) chooses; in 5.11 all of them are 0.
 *
 * Left out: offloads, mergeable and big receive buffers, XDP programs, the control queue (all queue
 * pairs of the device are in use), ethtool, suspend. What a driver here could still reach of it is
 * a gap and loud.
 */
#include "virtnet.h"

#include <linux/module.h>
#include <uapi/linux/virtio_ids.h>
#include <uapi/linux/virtio_ring.h>
#include <net/route.h>
#include <net/net_failover.h>

static int napi_weight = NAPI_POLL_WEIGHT;
module_param(napi_weight, int, 0444);

static bool csum = true, gso = true, napi_tx = true;
module_param(csum, bool, 0444);
module_param(gso, bool, 0444);
module_param(napi_tx, bool, 0644);

/* A receive buffer holds a frame of the standard size, behind its virtio-net header. */
#define GOOD_PACKET_LEN (ETH_HLEN + VLAN_HLEN + ETH_DATA_LEN)
#define VIRTNET_RX_PAD (NET_IP_ALIGN + NET_SKB_PAD)

/* Which queues are left to ordinary traffic depends on how many XDP has for itself. */
bool is_xdp_raw_buffer_queue(struct virtnet_info *vi, int q)
{
	if (q < (vi->curr_queue_pairs - vi->xdp_queue_pairs))
		return false;
	else if (q < vi->curr_queue_pairs)
		return true;
	else
		return false;
}

static struct virtio_net_hdr_mrg_rxbuf *skb_vnet_hdr(struct sk_buff *skb)
{
	return (struct virtio_net_hdr_mrg_rxbuf *)skb->cb;
}

/* --- interrupts and NAPI ------------------------------------------------------ */

void virtqueue_napi_schedule(struct napi_struct *napi, struct virtqueue *vq)
{
	if (napi_schedule_prep(napi)) {
		virtqueue_disable_cb(vq);
		__napi_schedule(napi);
	}
}

void virtqueue_napi_complete(struct napi_struct *napi, struct virtqueue *vq, int processed)
{
	int opaque;

	opaque = virtqueue_enable_cb_prepare(vq);
	if (napi_complete_done(napi, processed)) {
		/* Used entries that came before the interrupt was armed bring none. */
		if (unlikely(virtqueue_poll(vq, opaque)))
			virtqueue_napi_schedule(napi, vq);
	} else {
		virtqueue_disable_cb(vq);
	}
}

static void skb_xmit_done(struct virtqueue *vq)
{
	struct virtnet_info *vi = vq->vdev->priv;
	struct napi_struct *napi = &vi->sq[vq2txq(vq)].napi;

	/* No more interrupts until somebody has looked. */
	virtqueue_disable_cb(vq);

	if (napi->weight)
		virtqueue_napi_schedule(napi, vq);
	else
		/* The next start_xmit reaps. */
		netif_wake_subqueue(vi->dev, vq2txq(vq));
}

static void skb_recv_done(struct virtqueue *rvq)
{
	struct virtnet_info *vi = rvq->vdev->priv;
	struct receive_queue *rq = &vi->rq[vq2rxq(rvq)];

	virtqueue_napi_schedule(&rq->napi, rvq);
}

/* --- receive ------------------------------------------------------------------- */

static void receive_buf(struct virtnet_info *vi, struct receive_queue *rq, void *buf, unsigned int len,
			struct virtnet_rq_stats *stats)
{
	if (unlikely(len < vi->hdr_len + ETH_HLEN)) {
		vi->dev->stats.rx_length_errors++;
		kfree(buf);
		return;
	}
	stats->bytes += len - vi->hdr_len;
	netif_receive_frame(vq2rxq(rq->vq), (char *)buf + VIRTNET_RX_PAD + vi->hdr_len, len - vi->hdr_len);
	/* The kernel's stack would own the buffer now; the model's has looked at it already. */
	kfree(buf);
}

static int add_recvbuf_small(struct virtnet_info *vi, struct receive_queue *rq, gfp_t gfp)
{
	const unsigned int len = vi->hdr_len + GOOD_PACKET_LEN;
	char *buf;
	int err;

	buf = kmalloc(VIRTNET_RX_PAD + len, gfp);
	if (unlikely(!buf))
		return -ENOMEM;
	sg_init_one(rq->sg, buf + VIRTNET_RX_PAD, len);
	err = virtqueue_add_inbuf(rq->vq, rq->sg, 1, buf, gfp);
	if (err < 0)
		kfree(buf);
	return err;
}

/* Returns false when memory ran out before the ring was full. */
static bool try_fill_recv(struct virtnet_info *vi, struct receive_queue *rq, gfp_t gfp)
{
	bool oom;
	int err;

	do {
		err = add_recvbuf_small(vi, rq, gfp);
		oom = err == -ENOMEM;
		if (err)
			break;
	} while (rq->vq->num_free);
	if (virtqueue_kick_prepare(rq->vq) && virtqueue_notify(rq->vq)) {
		u64_stats_update_begin(&rq->stats.syncp);
		rq->stats.kicks++;
		u64_stats_update_end(&rq->stats.syncp);
	}
	return !oom;
}

static void virtnet_napi_enable(struct virtqueue *vq, struct napi_struct *napi)
{
	napi_enable(napi);

	/* Entries that were used while nobody listened: let one poll find them. */
	local_bh_disable();
	virtqueue_napi_schedule(napi, vq);
	local_bh_enable();
}

void virtnet_napi_tx_enable(struct virtnet_info *vi, struct virtqueue *vq, struct napi_struct *napi)
{
	if (!napi->weight)
		return;

	/* A transmit interrupt that could arrive anywhere costs more than it saves. */
	if (!vi->affinity_hint_set) {
		napi->weight = 0;
		return;
	}
	virtnet_napi_enable(vq, napi);
}

void virtnet_napi_tx_disable(struct napi_struct *napi)
{
	if (napi->weight)
		napi_disable(napi);
}

static void refill_work(struct work_struct *work)
{
	struct virtnet_info *vi = container_of(work, struct virtnet_info, refill.work);
	bool still_empty;
	int i;

	for (i = 0; i < vi->curr_queue_pairs; i++) {
		struct receive_queue *rq = &vi->rq[i];

		napi_disable(&rq->napi);
		still_empty = !try_fill_recv(vi, rq, GFP_KERNEL);
		virtnet_napi_enable(rq->vq, &rq->napi);

		/* In theory this goes on for ever; in practice memory comes back. */
		if (still_empty)
			schedule_delayed_work(&vi->refill, HZ / 2);
	}
}

static int virtnet_receive(struct receive_queue *rq, int budget, unsigned int *xdp_xmit)
{
	struct virtnet_info *vi = rq->vq->vdev->priv;
	struct virtnet_rq_stats stats = {};
	unsigned int len;
	void *buf;

	while (stats.packets < budget && (buf = virtqueue_get_buf(rq->vq, &len)) != NULL) {
		receive_buf(vi, rq, buf, len, &stats);
		stats.packets++;
	}

	if (rq->vq->num_free > min((unsigned int)budget, virtqueue_get_vring_size(rq->vq)) / 2) {
		if (!try_fill_recv(vi, rq, GFP_ATOMIC))
			schedule_delayed_work(&vi->refill, 0);
	}

	u64_stats_update_begin(&rq->stats.syncp);
	rq->stats.packets += stats.packets;
	rq->stats.bytes += stats.bytes;
	u64_stats_update_end(&rq->stats.syncp);

	return stats.packets;
}

/* --- reaping of transmit completions --------------------------------------------- */

/* The counts are the caller's to have set: they are overwritten. */
void __weak __free_old_xmit_ptr(struct send_queue *sq, bool in_napi, bool xsk_wakeup,
				unsigned int *_packets, unsigned int *_bytes)
{
	unsigned int packets = 0;
	unsigned int bytes = 0;
	unsigned int len;
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
			} else {
				frame = xtype_got_ptr(xtype);
				xdp_return_frame(frame);
				bytes += frame->len;
			}
		}
		packets++;
	}

	*_packets = packets;
	*_bytes = bytes;
}

void free_old_xmit_skbs(struct send_queue *sq, bool in_napi)
{
	unsigned int packets = 0;
	unsigned int bytes = 0;

	__free_old_xmit_ptr(sq, in_napi, true, &packets, &bytes);

	/* start_xmit calls this for each packet; most often there is nothing to count. */
	if (!packets)
		return;

	u64_stats_update_begin(&sq->stats.syncp);
	sq->stats.bytes += bytes;
	sq->stats.packets += packets;
	u64_stats_update_end(&sq->stats.syncp);
}

/* Reaps the transmit queue of the same pair while receiving, if nobody else is at it. */
static void virtnet_poll_cleantx(struct receive_queue *rq)
{
	struct virtnet_info *vi = rq->vq->vdev->priv;
	unsigned int index = vq2rxq(rq->vq);
	struct send_queue *sq = &vi->sq[index];
	struct netdev_queue *txq = netdev_get_tx_queue(vi->dev, index);

	if (!sq->napi.weight || is_xdp_raw_buffer_queue(vi, index))
		return;

	if (__netif_tx_trylock(txq)) {
		if (VIRTNET_SQ_IN_RESET(sq)) {
			__netif_tx_unlock(txq);
			return;
		}
		do {
			if (BASE_REAPING_HOLDS_CALLBACKS)
				virtqueue_disable_cb(sq->vq);
			free_old_xmit_skbs(sq, true);
		} while (BASE_REAPING_HOLDS_CALLBACKS && unlikely(!virtqueue_enable_cb_delayed(sq->vq)));

		if (BASE_WAKE_UNDER_TX_LOCK && sq->vq->num_free >= 2 + MAX_SKB_FRAGS)
			netif_tx_wake_queue(txq);
		__netif_tx_unlock(txq);
	}

	if (!BASE_WAKE_UNDER_TX_LOCK && sq->vq->num_free >= 2 + MAX_SKB_FRAGS)
		netif_tx_wake_queue(txq);
}

static int virtnet_poll(struct napi_struct *napi, int budget)
{
	struct receive_queue *rq = container_of(napi, struct receive_queue, napi);
	unsigned int received;
	unsigned int xdp_xmit = 0;

	virtnet_poll_cleantx(rq);

	received = virtnet_receive(rq, budget, &xdp_xmit);

	/* Out of packets? */
	if (received < budget)
		virtqueue_napi_complete(napi, rq->vq, received);

	return received;
}

static int virtnet_open(struct net_device *dev)
{
	struct virtnet_info *vi = netdev_priv(dev);
	int i, err;

	for (i = 0; i < vi->max_queue_pairs; i++) {
		if (i < vi->curr_queue_pairs)
			if (!try_fill_recv(vi, &vi->rq[i], GFP_KERNEL))
				schedule_delayed_work(&vi->refill, 0);

		err = xdp_rxq_info_reg(&vi->rq[i].xdp_rxq, dev, i);
		if (err < 0)
			return err;

		virtnet_napi_enable(vi->rq[i].vq, &vi->rq[i].napi);
		virtnet_napi_tx_enable(vi, vi->sq[i].vq, &vi->sq[i].napi);
	}

	return 0;
}

int __weak virtnet_poll_tx(struct napi_struct *napi, int budget)
{
	struct send_queue *sq = container_of(napi, struct send_queue, napi);
	struct virtnet_info *vi = sq->vq->vdev->priv;
	unsigned int index = vq2txq(sq->vq);
	struct netdev_queue *txq;

	if (unlikely(is_xdp_raw_buffer_queue(vi, index))) {
		/* XDP reaps its own queues and wants no callbacks. */
		napi_complete_done(napi, 0);
		return 0;
	}

	txq = netdev_get_tx_queue(vi->dev, index);
	__netif_tx_lock(txq, raw_smp_processor_id());
	free_old_xmit_skbs(sq, true);
	__netif_tx_unlock(txq);

	virtqueue_napi_complete(napi, sq->vq, 0);

	if (sq->vq->num_free >= 2 + MAX_SKB_FRAGS)
		netif_tx_wake_queue(txq);

	return 0;
}

/* --- transmit -------------------------------------------------------------------- */

static int xmit_skb(struct send_queue *sq, struct sk_buff *skb)
{
	struct virtio_net_hdr_mrg_rxbuf *hdr;
	struct virtnet_info *vi = sq->vq->vdev->priv;
	unsigned int hdr_len = vi->hdr_len;
	int num_sg;
	bool can_push;

	can_push = vi->any_header_sg &&
		   !((unsigned long)skb->data & (__alignof__(*hdr) - 1)) &&
		   !skb_header_cloned(skb) && skb_headroom(skb) >= hdr_len;
	/* A header in front of the data saves a descriptor. */
	if (can_push)
		hdr = (struct virtio_net_hdr_mrg_rxbuf *)(skb->data - hdr_len);
	else
		hdr = skb_vnet_hdr(skb);

	if (virtio_net_hdr_from_skb(skb, &hdr->hdr, virtio_is_little_endian(vi->vdev), false, 0))
		BUG();
	/* The kernel asks whether receive buffers are mergeable, as those of any real device are. */
	if (hdr_len == sizeof(*hdr))
		hdr->num_buffers = 0;

	sg_init_table(sq->sg, can_push ? 1 : 2);
	if (can_push) {
		__skb_push(skb, hdr_len);
		num_sg = skb_to_sgvec(skb, sq->sg, 0, skb->len);
		if (unlikely(num_sg < 0))
			return num_sg;
		/* The header is no part of what the stack sees. */
		__skb_pull(skb, hdr_len);
	} else {
		sg_set_buf(sq->sg, hdr, hdr_len);
		num_sg = skb_to_sgvec(skb, sq->sg + 1, 0, skb->len);
		if (unlikely(num_sg < 0))
			return num_sg;
		num_sg++;
	}
	return virtqueue_add_outbuf(sq->vq, sq->sg, num_sg, skb, GFP_ATOMIC);
}

/*
 * Stops the queue while the largest packet might not fit. With NAPI the completion interrupt wakes
 * it; without, a callback must be armed here, and what it would have missed be reaped at once.
 */
void virtnet_sq_stop_check(struct send_queue *sq, bool in_napi)
{
	struct virtnet_info *vi = sq->vq->vdev->priv;
	struct net_device *dev = vi->dev;
	int qnum = sq - vi->sq;

	if (sq->vq->num_free < 2 + MAX_SKB_FRAGS) {
		netif_stop_subqueue(dev, qnum);
		if (BASE_FULL_ARMS_CALLBACK && sq->napi.weight) {
			if (unlikely(!virtqueue_enable_cb_delayed(sq->vq)))
				virtqueue_napi_schedule(&sq->napi, sq->vq);
			return;
		}
		if (!sq->napi.weight && unlikely(!virtqueue_enable_cb_delayed(sq->vq))) {
			/* More just got used: free them, then look again. */
			free_old_xmit_skbs(sq, in_napi);
			if (sq->vq->num_free >= 2 + MAX_SKB_FRAGS) {
				netif_start_subqueue(dev, qnum);
				virtqueue_disable_cb(sq->vq);
			}
		}
	}
}

static netdev_tx_t start_xmit(struct sk_buff *skb, struct net_device *dev)
{
	struct virtnet_info *vi = netdev_priv(dev);
	int qnum = skb_get_queue_mapping(skb);
	struct send_queue *sq = &vi->sq[qnum];
	int err;
	struct netdev_queue *txq = netdev_get_tx_queue(dev, qnum);
	bool kick = !netdev_xmit_more();
	bool use_napi = sq->napi.weight;

	/* Frees what earlier calls sent. */
	do {
		if (BASE_REAPING_HOLDS_CALLBACKS && use_napi)
			virtqueue_disable_cb(sq->vq);
		free_old_xmit_skbs(sq, false);
	} while (BASE_REAPING_HOLDS_CALLBACKS && use_napi && kick &&
		 unlikely(!virtqueue_enable_cb_delayed(sq->vq)));

	/* Whether some got used meanwhile does not matter: NAPI or the next packet will see them. */
	if (!BASE_REAPING_HOLDS_CALLBACKS && use_napi && kick)
		virtqueue_enable_cb_delayed(sq->vq);

	skb_tx_timestamp(skb);

	err = xmit_skb(sq, skb);

	/* Should not happen: the queue is stopped before it runs out. */
	if (unlikely(err)) {
		dev->stats.tx_fifo_errors++;
		dev->stats.tx_dropped++;
		dev_kfree_skb_any(skb);
		return NETDEV_TX_OK;
	}

	/* Nobody may wait for a completion that comes only with the next packet. */
	if (!use_napi) {
		skb_orphan(skb);
		nf_reset_ct(skb);
	}

	virtnet_sq_stop_check(sq, false);

	if (kick || netif_xmit_stopped(txq)) {
		if (virtqueue_kick_prepare(sq->vq) && virtqueue_notify(sq->vq)) {
			u64_stats_update_begin(&sq->stats.syncp);
			sq->stats.kicks++;
			u64_stats_update_end(&sq->stats.syncp);
		}
	}

	return NETDEV_TX_OK;
}

static int virtnet_close(struct net_device *dev)
{
	struct virtnet_info *vi = netdev_priv(dev);
	int i;

	/* The work enables NAPI again and must not do so after this. */
	cancel_delayed_work_sync(&vi->refill);

	for (i = 0; i < vi->max_queue_pairs; i++) {
		xdp_rxq_info_unreg(&vi->rq[i].xdp_rxq);
		napi_disable(&vi->rq[i].napi);
		virtnet_napi_tx_disable(&vi->sq[i].napi);
	}

	return 0;
}

/* --- XDP --------------------------------------------------------------------------- */

static int virtnet_xdp_xmit(struct net_device *dev, int n, struct xdp_frame **frames, u32 flags)
{
	struct virtnet_info *vi = netdev_priv(dev);
	struct receive_queue *rq = vi->rq;

	/* A device takes redirected frames only while it has a program of its own. */
	if (!rcu_access_pointer(rq->xdp_prog))
		return -ENXIO;
	xdp_return_frame_rx_napi(frames[0]);
	return 0;
}

int virtnet_xdp_set(struct net_device *dev, struct bpf_prog *prog, struct netlink_ext_ack *extack)
{
	struct virtnet_info *vi = netdev_priv(dev);

	/* Everything behind this needs a program that can be run. */
	if (prog)
		bpf_prog_add(prog, vi->max_queue_pairs - 1);
	return 0;
}

int __weak virtnet_xdp(struct net_device *dev, struct netdev_bpf *xdp)
{
	switch (xdp->command) {
	case XDP_SETUP_PROG:
		return virtnet_xdp_set(dev, xdp->prog, xdp->extack);
	default:
		return -EINVAL;
	}
}

static void virtnet_stats(struct net_device *dev, struct rtnl_link_stats64 *tot)
{
	struct virtnet_info *vi = netdev_priv(dev);
	int i;

	for (i = 0; i < vi->max_queue_pairs; i++) {
		struct virtnet_sq_stats *sent = &vi->sq[i].stats;
		struct virtnet_rq_stats *received = &vi->rq[i].stats;
		u64 packets, bytes;
		unsigned int start;

		do {
			start = u64_stats_fetch_begin_irq(&sent->syncp);
			packets = sent->packets;
			bytes = sent->bytes;
		} while (u64_stats_fetch_retry_irq(&sent->syncp, start));
		tot->tx_packets += packets;
		tot->tx_bytes += bytes;

		do {
			start = u64_stats_fetch_begin_irq(&received->syncp);
			packets = received->packets;
			bytes = received->bytes;
		} while (u64_stats_fetch_retry_irq(&received->syncp, start));
		tot->rx_packets += packets;
		tot->rx_bytes += bytes;
	}

	tot->tx_dropped = dev->stats.tx_dropped;
	tot->tx_fifo_errors = dev->stats.tx_fifo_errors;
	tot->rx_length_errors = dev->stats.rx_length_errors;
}

static int virtnet_get_phys_port_name(struct net_device *dev, char *buf, size_t len)
{
	return -EOPNOTSUPP;
}

static int virtnet_set_features(struct net_device *dev, netdev_features_t features)
{
	/* Only large receive offload could be switched, and it is not offered. */
	dev->features = features;
	return 0;
}

static const struct net_device_ops virtnet_netdev = {
	.ndo_open = virtnet_open,
	.ndo_stop = virtnet_close,
	.ndo_start_xmit = start_xmit,
	.ndo_get_stats64 = virtnet_stats,
	.ndo_bpf = virtnet_xdp,
	.ndo_xdp_xmit = virtnet_xdp_xmit,
	.ndo_get_phys_port_name = virtnet_get_phys_port_name,
	.ndo_set_features = virtnet_set_features,
	VIRTNET_DEVICE_OPERATIONS
};

/* --- life of the device --------------------------------------------------------------- */

static void virtnet_free_queues(struct virtnet_info *vi)
{
	int i;

	for (i = 0; i < vi->max_queue_pairs; i++) {
		__netif_napi_del(&vi->rq[i].napi);
		__netif_napi_del(&vi->sq[i].napi);
	}

	/* Somebody may still be looking at the NAPIs. */
	synchronize_net();

	kfree(vi->rq);
	kfree(vi->sq);
}

/* After a reset: gives back what the device will not use any more. */
void __weak free_unused_bufs(struct virtnet_info *vi)
{
	void *buf;
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
	}

	for (i = 0; i < vi->max_queue_pairs; i++) {
		struct virtqueue *vq = vi->rq[i].vq;

		while ((buf = virtqueue_detach_unused_buf(vq)) != NULL)
			kfree(buf);
	}
}

static void virtnet_del_vqs(struct virtnet_info *vi)
{
	struct virtio_device *vdev = vi->vdev;

	vi->affinity_hint_set = false;
	vdev->config->del_vqs(vdev);
	virtnet_free_queues(vi);
}

struct virtnet_vq_arrays {
	struct virtqueue **vqs;
	vq_callback_t **callbacks;
	const char **names;
};

static bool alloc_vq_arrays(struct virtnet_vq_arrays *a, int total_vqs)
{
	a->vqs = kcalloc(total_vqs, sizeof(*a->vqs), GFP_KERNEL);
	a->callbacks = kmalloc_array(total_vqs, sizeof(*a->callbacks), GFP_KERNEL);
	a->names = kmalloc_array(total_vqs, sizeof(*a->names), GFP_KERNEL);
	return a->vqs && a->callbacks && a->names;
}

static void free_vq_arrays(struct virtnet_vq_arrays *a)
{
	kfree(a->names);
	kfree(a->callbacks);
	kfree(a->vqs);
}

static void virtnet_name_vqs(struct virtnet_info *vi, struct virtnet_vq_arrays *a)
{
	int i;

	for (i = 0; i < vi->max_queue_pairs; i++) {
		a->callbacks[rxq2vq(i)] = skb_recv_done;
		a->callbacks[txq2vq(i)] = skb_xmit_done;
		a->names[rxq2vq(i)] = "input";
		a->names[txq2vq(i)] = "output";
	}
}

static int virtnet_find_vqs(struct virtnet_info *vi)
{
	const int total_vqs = vi->max_queue_pairs * 2;
	struct virtnet_vq_arrays arrays;
	int i, ret = -ENOMEM;

	if (!alloc_vq_arrays(&arrays, total_vqs))
		goto out;
	virtnet_name_vqs(vi, &arrays);

	ret = virtio_find_vqs(vi->vdev, total_vqs, arrays.vqs, arrays.callbacks, arrays.names);
	if (ret)
		goto out;

	for (i = 0; i < vi->max_queue_pairs; i++) {
		vi->rq[i].vq = arrays.vqs[rxq2vq(i)];
		vi->sq[i].vq = arrays.vqs[txq2vq(i)];
	}
out:
	free_vq_arrays(&arrays);
	return ret;
}

static int virtnet_alloc_queues(struct virtnet_info *vi)
{
	int i;

	vi->sq = kcalloc(vi->max_queue_pairs, sizeof(*vi->sq), GFP_KERNEL);
	if (!vi->sq)
		return -ENOMEM;
	vi->rq = kcalloc(vi->max_queue_pairs, sizeof(*vi->rq), GFP_KERNEL);
	if (!vi->rq) {
		kfree(vi->sq);
		return -ENOMEM;
	}

	INIT_DELAYED_WORK(&vi->refill, refill_work);
	for (i = 0; i < vi->max_queue_pairs; i++) {
		netif_napi_add(vi->dev, &vi->rq[i].napi, virtnet_poll, napi_weight);
		netif_tx_napi_add(vi->dev, &vi->sq[i].napi, virtnet_poll_tx, napi_tx ? napi_weight : 0);

		sg_init_table(vi->rq[i].sg, ARRAY_SIZE(vi->rq[i].sg));
		sg_init_table(vi->sq[i].sg, ARRAY_SIZE(vi->sq[i].sg));

		u64_stats_init(&vi->rq[i].stats.syncp);
		u64_stats_init(&vi->sq[i].stats.syncp);
	}

	return 0;
}

/* Spreads the hints over the CPUs; since about 4.19 whatever the number of queues is. */
static void virtnet_set_affinity(struct virtnet_info *vi)
{
	int i;

	for (i = 0; i < vi->max_queue_pairs; i++) {
		virtqueue_set_affinity(vi->rq[i].vq, i % num_online_cpus());
		virtqueue_set_affinity(vi->sq[i].vq, i % num_online_cpus());
	}
	vi->affinity_hint_set = true;
}

static int init_vqs(struct virtnet_info *vi)
{
	int ret;

	ret = virtnet_alloc_queues(vi);
	if (ret)
		return ret;

	ret = virtnet_find_vqs(vi);
	if (ret) {
		virtnet_free_queues(vi);
		return ret;
	}

	virtnet_set_affinity(vi);
	return 0;
}

static unsigned int virtnet_queue_pairs(struct virtio_device *vdev)
{
	u16 pairs;

	virtio_cread(vdev, struct virtio_net_config, max_virtqueue_pairs, &pairs);
	if (pairs < VIRTIO_NET_CTRL_MQ_VQ_PAIRS_MIN || pairs > VIRTIO_NET_CTRL_MQ_VQ_PAIRS_MAX)
		return 1;
	return pairs;
}

static void virtnet_init_info(struct virtnet_info *vi, struct net_device *dev, struct virtio_device *vdev,
			      unsigned int pairs)
{
	vi->dev = dev;
	vi->vdev = vdev;
	vdev->priv = vi;

	if (virtio_has_feature(vdev, VIRTIO_F_VERSION_1))
		vi->hdr_len = sizeof(struct virtio_net_hdr_mrg_rxbuf);
	else
		vi->hdr_len = sizeof(struct virtio_net_hdr);

	vi->any_header_sg = virtio_has_feature(vdev, VIRTIO_F_ANY_LAYOUT) ||
			    virtio_has_feature(vdev, VIRTIO_F_VERSION_1);
	if (vi->any_header_sg)
		dev->needed_headroom = vi->hdr_len;

	/* Without a control queue there is nobody to tell, so all pairs are in use. */
	vi->max_queue_pairs = pairs;
	vi->curr_queue_pairs = pairs;
}

static int virtnet_probe(struct virtio_device *vdev)
{
	const unsigned int pairs = virtnet_queue_pairs(vdev);
	struct net_device *dev;
	struct virtnet_info *vi;
	int err;

	dev = alloc_etherdev_mq(sizeof(struct virtnet_info), pairs);
	if (!dev)
		return -ENOMEM;

	dev->priv_flags |= IFF_UNICAST_FLT | IFF_LIVE_ADDR_CHANGE;
	dev->netdev_ops = &virtnet_netdev;
	virtio_cread(vdev, struct virtio_net_config, mac, &dev->dev_addr);

	vi = netdev_priv(dev);
	virtnet_init_info(vi, dev, vdev, pairs);

	err = init_vqs(vi);
	if (err)
		goto free;

	netif_set_real_num_tx_queues(dev, vi->curr_queue_pairs);
	netif_set_real_num_rx_queues(dev, vi->curr_queue_pairs);

	err = register_netdev(dev);
	if (err)
		goto free_vqs;

	virtio_device_ready(vdev);
	netif_carrier_on(dev);
	return 0;

free_vqs:
	virtnet_del_vqs(vi);
free:
	free_netdev(dev);
	return err;
}

static void remove_vq_common(struct virtnet_info *vi)
{
	vi->vdev->config->reset(vi->vdev);

	/* The device touches nothing any more. */
	free_unused_bufs(vi);

	virtnet_del_vqs(vi);
}

static void virtnet_remove(struct virtio_device *vdev)
{
	struct virtnet_info *vi = vdev->priv;

	unregister_netdev(vi->dev);
	remove_vq_common(vi);
	free_netdev(vi->dev);
}

static struct virtio_device_id id_table[] = {
	{ VIRTIO_ID_NET, VIRTIO_DEV_ANY_ID },
	{ 0 },
};

static unsigned int features[] = {
	VIRTIO_NET_F_MAC,
	VIRTIO_NET_F_STATUS,
	VIRTIO_F_ANY_LAYOUT,
};

static struct virtio_driver virtio_net_driver = {
	.feature_table = features,
	.feature_table_size = ARRAY_SIZE(features),
	.id_table = id_table,
	.probe = virtnet_probe,
	.remove = virtnet_remove,
};

static __init int virtio_net_driver_init(void)
{
	return register_virtio_driver(&virtio_net_driver);
}
module_init(virtio_net_driver_init);

static __exit void virtio_net_driver_exit(void)
{
	unregister_virtio_driver(&virtio_net_driver);
}
module_exit(virtio_net_driver_exit);

MODULE_DEVICE_TABLE(virtio, id_table);
MODULE_DESCRIPTION("Virtio network driver");
MODULE_LICENSE("GPL");
