/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Kind: gap (include/net/xdp.h, 5.11): frames of XDP programs do not exist in the model, so giving
 * one back is loud. Registering a receive queue's XDP information is a stub: nobody reads it.
 */
#ifndef _NET_XDP_H
#define _NET_XDP_H

#include <linux/bpf.h>

struct xdp_frame {
	void *data;
	u16 len;
	u16 headroom;
};

struct xdp_buff {
	void *data;
	void *data_end;
	void *data_hard_start;
};

struct xdp_rxq_info {
	struct net_device *dev;
	u32 queue_index;
};

static __always_inline int xdp_rxq_info_reg(struct xdp_rxq_info *rxq, struct net_device *dev, u32 index)
{
	rxq->dev = dev;
	rxq->queue_index = index;
	return 0;
}

static __always_inline void xdp_rxq_info_unreg(struct xdp_rxq_info *rxq)
{
	rxq->dev = NULL;
}

XS_GAP_FUNCTION(void, xdp_return_frame, struct xdp_frame *frame)
XS_GAP_FUNCTION(void, xdp_return_frame_rx_napi, struct xdp_frame *frame)

#endif
