// SPDX-License-Identifier: GPL-2.0-only
/*
 * XDP receive queues and frames (net/core/xdp.c): what a driver says of a queue is kept, nobody asks for
 * it here. A frame lies in the page that its packet came in, which giving it back gives back.
 */
#include "kit.h"
#include <linux/filter.h>
#include <net/xdp.h>

/* Keys of the kernel that are off unless somebody asks for statistics, or bonds devices. */
DEFINE_STATIC_KEY_FALSE(bpf_stats_enabled_key);
DEFINE_STATIC_KEY_FALSE(bpf_master_redirect_enabled_key);

#ifdef XS_HAS_RXQ_FRAG_SIZE
int __xdp_rxq_info_reg(struct xdp_rxq_info *queue, struct net_device *dev, u32 index,
		       unsigned int napi, u32 frag_bytes)
#else
int xdp_rxq_info_reg(struct xdp_rxq_info *queue, struct net_device *dev, u32 index)
#endif
{
	queue->dev = dev;
	queue->queue_index = index;
	queue->reg_state = 1; /* REG_STATE_REGISTERED of net/core/xdp.c */
	return 0;
}

int xdp_rxq_info_reg_mem_model(struct xdp_rxq_info *queue, enum xdp_mem_type type, void *allocator)
{
	queue->mem.type = type;
	return 0;
}

void xdp_rxq_info_unreg(struct xdp_rxq_info *queue)
{
	queue->reg_state = 2; /* REG_STATE_UNREGISTERED */
}

static void frame_end(struct xdp_frame *frame, bool dropped)
{
	struct page *page = virt_to_head_page(frame->data);

	if (xs_xdp_frame_gone(frame, dropped) && !xs_page_pool_takes(page))
		put_page(page);
}

void xdp_return_frame(struct xdp_frame *frame)
{
	frame_end(frame, false);
}

/* Called in NAPI, for frames that could not be sent. */
void xdp_return_frame_rx_napi(struct xdp_frame *frame)
{
	frame_end(frame, true);
}

/* What a device can do with frames that others redirect to it, for user space: nobody asks. */
#ifdef XS_HAS_XDP_FEATURES
void xdp_features_set_redirect_target(struct net_device *dev, bool fragments)
{
}

void xdp_features_clear_redirect_target(struct net_device *dev)
{
}
#endif

/* Nothing is ever redirected: xdp_do_redirect() is a gap. */
void xdp_do_flush(void)
{
}
