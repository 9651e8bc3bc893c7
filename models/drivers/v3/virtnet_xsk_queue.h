/* SPDX-License-Identifier: GPL-2.0-only */
/* What the third version adds to a send queue: `xsk`. Reset as a whole by each bind. */
#ifndef VIRTNET_XSK_QUEUE_H
#define VIRTNET_XSK_QUEUE_H

struct virtnet_xsk_queue {
	struct xsk_buff_pool __rcu *pool;
	/* Taken from the TX ring and not sent yet; empty when its addr is 0. */
	struct xdp_desc last_desc;
	/* A run gave up on a full ring: whoever reaps next schedules NAPI. Not the socket's flag. */
	bool need_wakeup;
};

int virtnet_xsk_wakeup(struct net_device *dev, u32 qid, u32 flag);

#define VIRTNET_SEND_QUEUE_MEMBER struct virtnet_xsk_queue xsk;
#define VIRTNET_DEVICE_OPERATIONS .ndo_xsk_wakeup = virtnet_xsk_wakeup,

#endif
