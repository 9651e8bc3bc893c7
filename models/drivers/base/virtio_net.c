// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the patch builds on: the transmit side of drivers/net/virtio_net.c, Linux 5.11, with patches
 * 1/5 to 4/5 of the series, and of the receive side what is needed to take frames from a device.
 * Names, and the order of shared accesses, locks and calls, are the kernel's. Where a later kernel
 * mended something, a constant BASE_x (virtnet_later.h) chooses; in 5.11 all of them are 0.
 *
 * Left out: offloads, mergeable and big receive buffers, XDP programs that redirect frames, the control
 * queue (all queue pairs of the device are in use). What a driver here could still reach of it is a gap
 * and loud.
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
/* In front of it, while there is a program: room for headers, and for what describes an XDP frame. */
#define VIRTIO_XDP_HEADROOM 256

/* What the frames of a poll left to be done at its end. */
#define VIRTIO_XDP_TX BIT(0)

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

/* The queue that this CPU's XDP sends on: one of its own, or an ordinary one under its tx lock. */
static struct send_queue *virtnet_get_xdp_sq(struct virtnet_info *vi)
{
	unsigned int qp;

	if (vi->xdp_queue_pairs) {
		qp = vi->curr_queue_pairs - vi->xdp_queue_pairs + smp_processor_id();
	} else {
		qp = smp_processor_id() % vi->curr_queue_pairs;
		__netif_tx_lock(netdev_get_tx_queue(vi->dev, qp), raw_smp_processor_id());
	}
	return &vi->sq[qp];
}

static void virtnet_put_xdp_sq(struct virtnet_info *vi, struct send_queue *sq)
{
	if (!vi->xdp_queue_pairs)
		__netif_tx_unlock(netdev_get_tx_queue(vi->dev, vq2txq(sq->vq)));
}

static void kick_xdp_sq(struct send_queue *sq)
{
	if (virtqueue_kick_prepare(sq->vq) && virtqueue_notify(sq->vq)) {
		u64_stats_update_begin(&sq->stats.syncp);
		sq->stats.kicks++;
		u64_stats_update_end(&sq->stats.syncp);
	}
}

/* The headroom that a buffer was posted with; the kernel keeps it in the virtqueue, as its context. */
static __always_inline u32 *recvbuf_headroom(void *buf)
{
	return buf;
}

static unsigned int virtnet_get_headroom(struct virtnet_info *vi)
{
	return vi->xdp_enabled ? VIRTIO_XDP_HEADROOM : 0;
}

static int virtnet_xdp_xmit(struct net_device *dev, int n, struct xdp_frame **frames, u32 flags);

/* Moves a frame into a buffer with room in front of it. False: out of memory, nothing has changed. */
static bool xdp_make_room(struct virtnet_info *vi, char **buf, unsigned int *xdp_headroom, unsigned int len)
{
	char *roomy = kmalloc(VIRTNET_RX_PAD + VIRTIO_XDP_HEADROOM + vi->hdr_len + GOOD_PACKET_LEN,
			      GFP_ATOMIC);

	if (!roomy)
		return false;
	memcpy(roomy + VIRTNET_RX_PAD + VIRTIO_XDP_HEADROOM, *buf + VIRTNET_RX_PAD + *xdp_headroom,
	       vi->hdr_len + len);
	kfree(*buf);
	*buf = roomy;
	*xdp_headroom = VIRTIO_XDP_HEADROOM;
	return true;
}

/*
 * The program has the last word on a frame that it does not pass; `*buf` may become another buffer.
 * True: the frame is not the stack's.
 */
static bool receive_xdp(struct virtnet_info *vi, struct receive_queue *rq, char **buf,
			unsigned int *xdp_headroom, unsigned int len, struct virtnet_rq_stats *stats,
			unsigned int *xdp_xmit)
{
	struct xdp_buff xdp = { .rxq = &rq->xdp_rxq };
	struct bpf_prog *xdp_prog;
	struct xdp_frame *xdpf;
	u32 act = XDP_PASS;

	rcu_read_lock();
	xdp_prog = rcu_dereference(rq->xdp_prog);
	if (!xdp_prog)
		goto pass;

	/* Posted before there was a program to leave room for. */
	if (unlikely(*xdp_headroom < virtnet_get_headroom(vi)) && !xdp_make_room(vi, buf, xdp_headroom, len))
		goto drop;

	xdp.data_hard_start = *buf + VIRTNET_RX_PAD + vi->hdr_len;
	xdp.data = (char *)xdp.data_hard_start + *xdp_headroom;
	xdp.data_end = (char *)xdp.data + len;

	act = bpf_prog_run_xdp(xdp_prog, &xdp);
	switch (act) {
	case XDP_PASS:
		goto pass;
	case XDP_TX:
		xdpf = xdp_convert_buff_to_frame(&xdp);
		if (unlikely(!xdpf))
			goto drop;
		stats->xdp_tx++;
		if (unlikely(virtnet_xdp_xmit(vi->dev, 1, &xdpf, 0) < 0)) {
			xdp_return_frame_rx_napi(xdpf);
			goto out;
		}
		*xdp_xmit |= VIRTIO_XDP_TX;
		goto out;
	default:
		goto drop;
	}
drop:
	stats->drops++;
	kfree(*buf);
out:
	rcu_read_unlock();
	return true;
pass:
	rcu_read_unlock();
	return false;
}

static void receive_buf(struct virtnet_info *vi, struct receive_queue *rq, void *buf, unsigned int len,
			struct virtnet_rq_stats *stats, unsigned int *xdp_xmit)
{
	unsigned int xdp_headroom = *recvbuf_headroom(buf);
	char *data = buf;

	if (unlikely(len < vi->hdr_len + ETH_HLEN)) {
		vi->dev->stats.rx_length_errors++;
		kfree(buf);
		return;
	}
	len -= vi->hdr_len;
	stats->bytes += len;
	if (receive_xdp(vi, rq, &data, &xdp_headroom, len, stats, xdp_xmit))
		return;
	netif_receive_frame(vq2rxq(rq->vq), data + VIRTNET_RX_PAD + xdp_headroom + vi->hdr_len, len);
	/* The kernel's stack would own the buffer now; the model's has looked at it already. */
	kfree(data);
}

static int add_recvbuf_small(struct virtnet_info *vi, struct receive_queue *rq, gfp_t gfp)
{
	const unsigned int xdp_headroom = virtnet_get_headroom(vi);
	const unsigned int len = vi->hdr_len + GOOD_PACKET_LEN;
	char *buf;
	int err;

	buf = kmalloc(VIRTNET_RX_PAD + xdp_headroom + len, gfp);
	if (unlikely(!buf))
		return -ENOMEM;
	*recvbuf_headroom(buf) = xdp_headroom;
	sg_init_one(rq->sg, buf + VIRTNET_RX_PAD + xdp_headroom, len);
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
		receive_buf(vi, rq, buf, len, &stats, xdp_xmit);
		stats.packets++;
	}

	if (rq->vq->num_free > min((unsigned int)budget, virtqueue_get_vring_size(rq->vq)) / 2) {
		if (!try_fill_recv(vi, rq, GFP_ATOMIC))
			schedule_delayed_work(&vi->refill, 0);
	}

	u64_stats_update_begin(&rq->stats.syncp);
	rq->stats.packets += stats.packets;
	rq->stats.bytes += stats.bytes;
	rq->stats.drops += stats.drops;
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
	struct virtnet_info *vi = rq->vq->vdev->priv;
	struct send_queue *sq;
	unsigned int received;
	unsigned int xdp_xmit = 0;

	virtnet_poll_cleantx(rq);

	received = virtnet_receive(rq, budget, &xdp_xmit);

	/* Out of packets? */
	if (received < budget)
		virtqueue_napi_complete(napi, rq->vq, received);

	/* One kick for all frames that went back out. */
	if (xdp_xmit & VIRTIO_XDP_TX) {
		sq = virtnet_get_xdp_sq(vi);
		kick_xdp_sq(sq);
		virtnet_put_xdp_sq(vi, sq);
	}

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

static int __virtnet_xdp_xmit_one(struct virtnet_info *vi, struct send_queue *sq, struct xdp_frame *xdpf)
{
	struct virtnet_xdp_type *xdptype = (struct virtnet_xdp_type *)(xdpf + 1);

	/* The tag lies behind the frame's description, the header in front of its data. */
	if (unlikely(xdpf->headroom < vi->hdr_len + sizeof(*xdptype)))
		return -EOVERFLOW;

	xdptype->offset = -(int)sizeof(*xdpf);
	xdptype->type = XDP_TYPE_TX;

	xdpf->data = (char *)xdpf->data - vi->hdr_len;
	memset(xdpf->data, 0, vi->hdr_len);
	xdpf->len += vi->hdr_len;

	sg_init_one(sq->sg, xdpf->data, xdpf->len);
	if (unlikely(virtqueue_add_outbuf(sq->vq, sq->sg, 1, VIRTNET_XDP_TOKEN(xdpf, xdptype), GFP_ATOMIC)))
		return -ENOSPC;
	return 0;
}

/* How many of the frames were sent; the others are dropped here. In softirq. */
static int virtnet_xdp_xmit(struct net_device *dev, int n, struct xdp_frame **frames, u32 flags)
{
	struct virtnet_info *vi = netdev_priv(dev);
	struct receive_queue *rq = vi->rq;
	unsigned int packets = 0, bytes = 0;
	struct send_queue *sq;
	int i, drops = 0;

	/* A device takes redirected frames only while it has a program of its own. */
	if (!rcu_access_pointer(rq->xdp_prog))
		return -ENXIO;

	sq = virtnet_get_xdp_sq(vi);
	if (unlikely(flags & ~XDP_XMIT_FLAGS_MASK)) {
		virtnet_put_xdp_sq(vi, sq);
		return -EINVAL;
	}

	__free_old_xmit_ptr(sq, false, true, &packets, &bytes);

	for (i = 0; i < n; i++) {
		if (__virtnet_xdp_xmit_one(vi, sq, frames[i])) {
			xdp_return_frame_rx_napi(frames[i]);
			drops++;
		}
	}

	/* Nobody stops the queue here in 5.11: the stack may find it full. */
	if (BASE_XDP_CHECKS_FULL && !is_xdp_raw_buffer_queue(vi, vq2txq(sq->vq)))
		virtnet_sq_stop_check(sq, true);

	if (flags & XDP_XMIT_FLUSH)
		kick_xdp_sq(sq);

	u64_stats_update_begin(&sq->stats.syncp);
	sq->stats.bytes += bytes;
	sq->stats.packets += packets;
	sq->stats.xdp_tx += n;
	sq->stats.xdp_tx_drops += drops;
	u64_stats_update_end(&sq->stats.syncp);

	virtnet_put_xdp_sq(vi, sq);
	return n - drops;
}

static void virtnet_disable_all_napi(struct virtnet_info *vi)
{
	int i;

	for (i = 0; i < vi->max_queue_pairs; i++) {
		napi_disable(&vi->rq[i].napi);
		virtnet_napi_tx_disable(&vi->sq[i].napi);
	}
}

static void virtnet_enable_all_napi(struct virtnet_info *vi)
{
	int i;

	for (i = 0; i < vi->max_queue_pairs; i++) {
		virtnet_napi_enable(vi->rq[i].vq, &vi->rq[i].napi);
		virtnet_napi_tx_enable(vi, vi->sq[i].vq, &vi->sq[i].napi);
	}
}

static void virtnet_publish_prog(struct virtnet_info *vi, struct bpf_prog *prog)
{
	int i;

	for (i = 0; i < vi->max_queue_pairs; i++)
		rcu_assign_pointer(vi->rq[i].xdp_prog, prog);
}

/*
 * Loads a program, replaces it, or unloads it (prog NULL). It is the driver's with one reference; each
 * receive queue holds one. XDP wants a transmit queue of its own for each CPU; with fewer left over it
 * shares the ordinary ones, under their tx locks.
 */
int virtnet_xdp_set(struct net_device *dev, struct bpf_prog *prog, struct netlink_ext_ack *extack)
{
	struct virtnet_info *vi = netdev_priv(dev);
	u16 curr_qp = vi->curr_queue_pairs - vi->xdp_queue_pairs;
	u16 xdp_qp = prog ? num_online_cpus() : 0;
	struct bpf_prog *old_prog;
	int i;

	if (curr_qp + xdp_qp > vi->max_queue_pairs)
		xdp_qp = 0;

	old_prog = rtnl_dereference(vi->rq[0].xdp_prog);
	if (!prog && !old_prog)
		return 0;

	if (prog)
		bpf_prog_add(prog, vi->max_queue_pairs - 1);

	/* Nobody may be polling while it changes which queues are whose. */
	if (netif_running(dev))
		virtnet_disable_all_napi(vi);

	if (!prog) {
		virtnet_publish_prog(vi, NULL);
		synchronize_net();
	}

	vi->curr_queue_pairs = curr_qp + xdp_qp;
	netif_set_real_num_rx_queues(dev, vi->curr_queue_pairs);
	vi->xdp_queue_pairs = xdp_qp;

	vi->xdp_enabled = prog;
	if (prog)
		virtnet_publish_prog(vi, prog);

	for (i = 0; i < vi->max_queue_pairs && old_prog; i++)
		bpf_prog_put(old_prog);
	if (netif_running(dev))
		virtnet_enable_all_napi(vi);

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

/* Whether a queue can do without TX NAPI, or with it, from now on. */
int __weak virtnet_may_switch_tx_napi(struct send_queue *sq)
{
	return 0;
}

/* The one thing that can be coalesced: with tx frames 1, completions are reaped in NAPI. */
static int virtnet_set_coalesce(struct net_device *dev, struct ethtool_coalesce *ec)
{
	struct virtnet_info *vi = netdev_priv(dev);
	int weight = ec->tx_max_coalesced_frames ? NAPI_POLL_WEIGHT : 0;
	int i, err;

	if (ec->tx_max_coalesced_frames > 1 || ec->rx_max_coalesced_frames != 1)
		return -EINVAL;

	if (weight == vi->sq[0].napi.weight)
		return 0;
	if (netif_running(dev))
		return -EBUSY;
	for (i = 0; i < vi->max_queue_pairs; i++) {
		err = virtnet_may_switch_tx_napi(&vi->sq[i]);
		if (err)
			return err;
	}
	for (i = 0; i < vi->max_queue_pairs; i++)
		vi->sq[i].napi.weight = weight;
	return 0;
}

static const struct ethtool_ops virtnet_ethtool_ops = {
	.set_coalesce = virtnet_set_coalesce,
};

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

/* Programs that the receive queues hold go with them. */
static void free_receive_bufs(struct virtnet_info *vi)
{
	struct bpf_prog *old_prog;
	int i;

	rtnl_lock();
	for (i = 0; i < vi->max_queue_pairs; i++) {
		old_prog = rtnl_dereference(vi->rq[i].xdp_prog);
		RCU_INIT_POINTER(vi->rq[i].xdp_prog, NULL);
		if (old_prog)
			bpf_prog_put(old_prog);
	}
	rtnl_unlock();
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
	dev->ethtool_ops = &virtnet_ethtool_ops;
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

	free_receive_bufs(vi);

	virtnet_del_vqs(vi);
}

static void virtnet_remove(struct virtio_device *vdev)
{
	struct virtnet_info *vi = vdev->priv;

	unregister_netdev(vi->dev);
	remove_vq_common(vi);
	free_netdev(vi->dev);
}

/* Suspend: the queues go, the interface stays. */
static int virtnet_freeze(struct virtio_device *vdev)
{
	struct virtnet_info *vi = vdev->priv;

	netif_device_detach(vi->dev);
	cancel_delayed_work_sync(&vi->refill);

	if (netif_running(vi->dev))
		virtnet_disable_all_napi(vi);

	remove_vq_common(vi);
	return 0;
}

static int virtnet_restore(struct virtio_device *vdev)
{
	struct virtnet_info *vi = vdev->priv;
	int i, err;

	err = init_vqs(vi);
	if (err)
		return err;

	virtio_device_ready(vdev);

	if (netif_running(vi->dev)) {
		for (i = 0; i < vi->curr_queue_pairs; i++)
			if (!try_fill_recv(vi, &vi->rq[i], GFP_KERNEL))
				schedule_delayed_work(&vi->refill, 0);

		virtnet_enable_all_napi(vi);
	}

	netif_device_attach(vi->dev);
	return 0;
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
	.freeze = virtnet_freeze,
	.restore = virtnet_restore,
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
