// SPDX-License-Identifier: GPL-2.0-only
/* XDP receive queues (net/core/xdp.c): what a driver says of them is kept, nobody asks for it here. */
#include "kit.h"
#include <linux/filter.h>
#include <net/xdp.h>

/* Keys of the kernel that are off unless somebody asks for statistics, or bonds devices. */
DEFINE_STATIC_KEY_FALSE(bpf_stats_enabled_key);
DEFINE_STATIC_KEY_FALSE(bpf_master_redirect_enabled_key);

int __xdp_rxq_info_reg(struct xdp_rxq_info *queue, struct net_device *dev, u32 index,
		       unsigned int napi, u32 frag_bytes)
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

/* Nothing is ever redirected: xdp_do_redirect() is a gap. */
void xdp_do_flush(void)
{
}
