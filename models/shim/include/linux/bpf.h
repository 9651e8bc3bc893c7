/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Kind: duplicate (struct netdev_bpf and its commands, include/linux/netdevice.h, 5.11, with the
 * need_dma member of patch 1/5). Programs are a gap: the model cannot run BPF.
 */
#ifndef _LINUX_BPF_H
#define _LINUX_BPF_H

#include <linux/netdevice.h>

struct bpf_prog;
struct netlink_ext_ack;
struct xsk_buff_pool;

enum bpf_netdev_command {
	XDP_SETUP_PROG,
	XDP_SETUP_PROG_HW,
	BPF_OFFLOAD_MAP_ALLOC,
	BPF_OFFLOAD_MAP_FREE,
	XDP_SETUP_XSK_POOL,
};

struct netdev_bpf {
	enum bpf_netdev_command command;
	union {
		struct {
			u32 flags;
			struct bpf_prog *prog;
			struct netlink_ext_ack *extack;
		};
		struct {
			struct xsk_buff_pool *pool;
			u16 queue_id;
			bool need_dma;
		} xsk;
	};
};

XS_GAP_FUNCTION(void, bpf_prog_add, struct bpf_prog *prog, int references)

#endif
