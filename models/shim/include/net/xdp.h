/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Kind: custom (include/net/xdp.h, 5.11). A frame lies in an object of kmalloc, which giving it back
 * frees: the kernel gives back a reference to the page. Registering a receive queue's XDP information
 * only stores it.
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
	struct xdp_rxq_info *rxq;
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

#define XDP_XMIT_FLUSH (1U << 0)
#define XDP_XMIT_FLAGS_MASK XDP_XMIT_FLUSH

/*
 * The frame is described in its own headroom. NULL: that is too small. Behind virtio-net's header of 12
 * bytes the kernel's description lies 4 bytes off; an unaligned access is a finding here, so it is aligned.
 */
static __always_inline struct xdp_frame *xdp_convert_buff_to_frame(struct xdp_buff *xdp)
{
	struct xdp_frame *frame = (void *)ALIGN((unsigned long)xdp->data_hard_start, sizeof(void *));
	const unsigned int headroom = (char *)xdp->data - (char *)frame;

	if (unlikely(headroom < sizeof(*frame)))
		return NULL;
	frame->data = xdp->data;
	frame->len = (char *)xdp->data_end - (char *)xdp->data;
	frame->headroom = headroom - sizeof(*frame);
	xs_xdp_frame_made(frame, xdp->rxq->queue_index, frame->data, frame->len);
	return frame;
}

/* Gives back the buffer in which the frame lies, as put_page() does. */
static __always_inline void xdp_return_frame(struct xdp_frame *frame)
{
	xs_xdp_frame_end(frame, false);
}

/* The same in NAPI; drivers call it for frames that they could not send. */
static __always_inline void xdp_return_frame_rx_napi(struct xdp_frame *frame)
{
	xs_xdp_frame_end(frame, true);
}

#endif
