/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Kind: duplicate (struct netdev_bpf and its commands, include/linux/netdevice.h, 5.11, with the
 * need_dma member of patch 1/5), and programs: the model's come to the same verdict for each frame.
 */
#ifndef _LINUX_BPF_H
#define _LINUX_BPF_H

#include <linux/netdevice.h>

/* uapi linux/bpf.h */
enum xdp_action {
	XDP_ABORTED,
	XDP_DROP,
	XDP_PASS,
	XDP_TX,
	XDP_REDIRECT,
};

struct bpf_prog {
	struct xs_xdp_program xs;
};

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

static __always_inline void bpf_prog_add(struct bpf_prog *prog, int references)
{
	xs_xdp_program_add(&prog->xs, references);
}

static __always_inline void bpf_prog_put(struct bpf_prog *prog)
{
	xs_xdp_program_put(&prog->xs);
}

/* linux/filter.h; a macro, for struct xdp_buff is declared later */
#define bpf_prog_run_xdp(prog, xdp)                                            \
	xs_xdp_program_run(&(prog)->xs, (xdp)->rxq->queue_index, (xdp)->data,  \
			   (char *)(xdp)->data_end - (char *)(xdp)->data)

#endif
