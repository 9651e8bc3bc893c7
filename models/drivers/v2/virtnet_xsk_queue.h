/* SPDX-License-Identifier: GPL-2.0-only */
/* What the second version adds to a send queue: `xsk` in struct send_queue. Reset as a whole by each bind. */
#ifndef VIRTNET_XSK_QUEUE_H
#define VIRTNET_XSK_QUEUE_H

/*
 * Number of the bit in `state`. Somebody is at work on the queue or has promised to be, so another
 * wake-up does nothing. Only a run that found the TX ring empty clears it.
 */
#define VIRTNET_STATE_XSK_WAKEUP 1

struct virtnet_xsk_queue {
	struct xsk_buff_pool __rcu *pool;
	/* One header for each packet that may be in flight. Outlives the pool until all are back. */
	struct virtnet_xsk_hdr __rcu *hdr;

	unsigned long state;
	/* Free-running counts: taken, given back (starting at hdr_n), and how many there are. */
	u64 hdr_con;
	u64 hdr_pro;
	u64 hdr_n;
	/* Taken from the TX ring and not sent yet; empty when its addr is 0. */
	struct xdp_desc last_desc;
	/* A run gave up on a full device: whoever frees headers should wake the queue. */
	bool wait_slot;
};

int virtnet_xsk_wakeup(struct net_device *dev, u32 qid, u32 flag);

#define VIRTNET_SEND_QUEUE_MEMBER struct virtnet_xsk_queue xsk;
#define VIRTNET_DEVICE_OPERATIONS .ndo_xsk_wakeup = virtnet_xsk_wakeup,

#endif
