/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Kind: custom (5.11 injects faults by debugfs; here a fault rule of the scenario asks for one).
 */
#ifndef _LINUX_FAULT_INJECT_H
#define _LINUX_FAULT_INJECT_H

#include <linux/virtio.h>

/* 0, or the errno value with which mapping the buffer is to fail. */
static __always_inline int virtqueue_mapping_error(const struct virtqueue *vq)
{
	return xs_vq_add_error(vq->index);
}

#endif
