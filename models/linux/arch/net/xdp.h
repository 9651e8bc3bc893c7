/* SPDX-License-Identifier: GPL-2.0-only */
/* Kind: the tree's own; the model hears of each frame that an XDP program makes of a packet. */
#define xdp_convert_buff_to_frame tree_xdp_convert_buff_to_frame
#include_next <net/xdp.h>
#undef xdp_convert_buff_to_frame

#ifndef XSKSIM_NET_XDP_H
#define XSKSIM_NET_XDP_H
#include <asm/hypercalls.h>

static __always_inline struct xdp_frame *xdp_convert_buff_to_frame(struct xdp_buff *packet)
{
	struct xdp_frame *frame = tree_xdp_convert_buff_to_frame(packet);

	if (frame)
		xs_xdp_frame_made(frame, packet->rxq->queue_index, frame->data, frame->len);
	return frame;
}
#endif
