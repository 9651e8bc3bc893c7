/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the base driver and its variants share: the structures of drivers/net/virtio_net.c, Linux
 * 5.11 with patches 1/5 to 4/5 of the series, and the functions a variant calls or replaces.
 *
 * A variant replaces a function of the base by defining it: those marked __weak give way. Through
 * virtnet_xsk_queue.h in its own folder, which comes before no_zero_copy/, it adds a member to struct
 * send_queue and operations to the device's.
 */
#ifndef VIRTNET_H
#define VIRTNET_H

#include <linux/bpf.h>
#include <linux/etherdevice.h>
#include <linux/hrtimer.h>
#include <linux/kernel.h>
#include <linux/netdevice.h>
#include <linux/scatterlist.h>
#include <linux/slab.h>
#include <linux/virtio_config.h>
#include <linux/virtio_net.h>
#include <linux/workqueue.h>
#include <net/xdp.h>
#include <net/xdp_sock_drv.h>

#include "virtnet_later.h"

/* The lowest bit of a virtqueue token tells XDP's tokens from socket buffers. */
#define VIRTIO_XDP_FLAG BIT(0)

/* Kinds of XDP tokens. Zero is XSK: a cleared header needs no type written into it. */
enum {
	XDP_TYPE_XSK,
	XDP_TYPE_TX,
};

struct virtnet_xdp_type {
	int offset:24;		/* from here to the object that is being sent */
	unsigned type:8;
};

/* One AF_XDP packet in flight: its tag, the header the device reads, the length for statistics. */
struct virtnet_xsk_hdr {
	struct virtnet_xdp_type type;
	struct virtio_net_hdr_mrg_rxbuf hdr;
	u32 len;
};

_Static_assert(sizeof(struct virtnet_xdp_type) == 4, "facts §1.3");
_Static_assert(sizeof(struct virtnet_xsk_hdr) == 20, "facts §1.3");

#include "virtnet_xsk_queue.h"

/* Whether the queue is being reset, for a variant that can; asked under the tx lock. */
#ifndef VIRTNET_SQ_IN_RESET
#define VIRTNET_SQ_IN_RESET(sq) false
#endif

/* The token of an XDP frame, for a variant that tells tokens apart in another way. */
#ifndef VIRTNET_XDP_TOKEN
#define VIRTNET_XDP_TOKEN(frame, tag) xdp_to_ptr(tag)
#endif

struct virtnet_sq_stats {
	struct u64_stats_sync syncp;
	u64 packets;
	u64 bytes;
	u64 xdp_tx;
	u64 xdp_tx_drops;
	u64 kicks;
};

struct virtnet_rq_stats {
	struct u64_stats_sync syncp;
	u64 packets;
	u64 bytes;
	u64 drops;
	u64 xdp_tx;
	u64 kicks;
};

/* Internal representation of a send virtqueue. */
struct send_queue {
	struct virtqueue *vq;

	/* One entry for the header, one for linear data, one for each fragment. */
	struct scatterlist sg[MAX_SKB_FRAGS + 2];

	struct virtnet_sq_stats stats;

	struct napi_struct napi;
	VIRTNET_SEND_QUEUE_MEMBER
};

/* Internal representation of a receive virtqueue. */
struct receive_queue {
	struct virtqueue *vq;

	struct napi_struct napi;

	struct bpf_prog __rcu *xdp_prog;

	struct virtnet_rq_stats stats;

	struct scatterlist sg[MAX_SKB_FRAGS + 2];

	struct xdp_rxq_info xdp_rxq;
};

struct virtnet_info {
	struct virtio_device *vdev;
	struct net_device *dev;
	struct send_queue *sq;
	struct receive_queue *rq;

	u16 max_queue_pairs;	/* what the device has */
	u16 curr_queue_pairs;	/* of these, in use */
	u16 xdp_queue_pairs;	/* of these, reserved for XDP_TX */
	bool xdp_enabled;	/* a program is loaded, with or without queues of its own */

	bool any_header_sg;	/* the header may share an entry with the data */
	u8 hdr_len;

	struct delayed_work refill;	/* a second try at filling the receive queues */

	bool affinity_hint_set;
};

/* Queue numbers: receive and transmit queues alternate. */
static inline int vq2txq(struct virtqueue *vq)
{
	return (vq->index - 1) / 2;
}

static inline int txq2vq(int txq)
{
	return txq * 2 + 1;
}

static inline int vq2rxq(struct virtqueue *vq)
{
	return vq->index / 2;
}

static inline int rxq2vq(int rxq)
{
	return rxq * 2;
}

/* Functions of the base that a variant calls. */
void virtqueue_napi_schedule(struct napi_struct *napi, struct virtqueue *vq);
void virtqueue_napi_complete(struct napi_struct *napi, struct virtqueue *vq, int processed);
bool is_xdp_raw_buffer_queue(struct virtnet_info *vi, int q);
void virtnet_sq_stop_check(struct send_queue *sq, bool in_napi);
void virtnet_napi_tx_enable(struct virtnet_info *vi, struct virtqueue *vq, struct napi_struct *napi);
void virtnet_napi_tx_disable(struct napi_struct *napi);
int virtnet_xdp_set(struct net_device *dev, struct bpf_prog *prog, struct netlink_ext_ack *extack);

/* Functions that a variant may replace. */
int virtnet_poll_tx(struct napi_struct *napi, int budget);
int virtnet_xdp(struct net_device *dev, struct netdev_bpf *xdp);
void free_unused_bufs(struct virtnet_info *vi);
int virtnet_may_switch_tx_napi(struct send_queue *sq);

/* Reaping of transmit completions: the first may be replaced, the second is for everybody to call. */
void __free_old_xmit_ptr(struct send_queue *sq, bool in_napi, bool xsk_wakeup, unsigned int *_packets,
			 unsigned int *_bytes);
void free_old_xmit_skbs(struct send_queue *sq, bool in_napi);

/* Tokens of the transmit queue. */
static inline bool is_xdp_frame(void *ptr)
{
	return (unsigned long)ptr & VIRTIO_XDP_FLAG;
}

static inline void *xdp_to_ptr(struct virtnet_xdp_type *ptr)
{
	return (void *)((unsigned long)ptr | VIRTIO_XDP_FLAG);
}

static inline struct virtnet_xdp_type *ptr_to_xtype(void *ptr)
{
	return (struct virtnet_xdp_type *)((unsigned long)ptr & ~VIRTIO_XDP_FLAG);
}

static inline void *xtype_got_ptr(struct virtnet_xdp_type *xdptype)
{
	return (char *)xdptype + xdptype->offset;
}

#endif
