/* SPDX-License-Identifier: GPL-2.0-only */
/* What the merged design adds to a send queue. */
#ifndef VIRTNET_XSK_QUEUE_H
#define VIRTNET_XSK_QUEUE_H

int virtnet_xsk_wakeup(struct net_device *dev, u32 qid, u32 flag);

/*
 * xsk_pool: changes only while the queue is being reset, with NAPI disabled.
 * reset: the queue is being reset; under the tx lock.
 */
#define VIRTNET_SEND_QUEUE_MEMBER                                              \
	struct xsk_buff_pool *xsk_pool;                                        \
	bool reset;
#define VIRTNET_SQ_IN_RESET(sq) ((sq)->reset)
/* VIRTNET_XMIT_TYPE_XDP above nothing: the frame itself. */
#define VIRTNET_XDP_TOKEN(frame, tag) ((void *)((unsigned long)(frame) | BIT(1)))
#define VIRTNET_DEVICE_OPERATIONS .ndo_xsk_wakeup = virtnet_xsk_wakeup,

#endif
