/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The driver's private side of a split virtqueue: what it remembers beside the memory it shares with
 * the device. Counterpart: struct vring_virtqueue of drivers/virtio/virtio_ring.c, Linux 5.11.
 */
#ifndef VRING_VIRTQUEUE_H
#define VRING_VIRTQUEUE_H

#include <linux/virtio.h>
#include <linux/virtio_ring.h>

/*
 * 5.14, "virtio: fix up virtio_disable_cb" (8d622d21d248), with 6.4's correction (6c0b057cec5e): with
 * EVENT_IDX, disable_cb moves used_event out of the way, unless the interrupt was triggered already
 * and no other can come before callbacks are enabled again. Off in 5.11; see virtnet_later.h.
 */
#ifndef VRING_DISABLE_CB_MOVES_USED_EVENT
#define VRING_DISABLE_CB_MOVES_USED_EVENT 0
#endif

/* One for each descriptor that can head a chain. */
struct vring_desc_state_split {
	void *data;			/* the caller's token; NULL while the descriptor is no head */
	struct vring_desc *indir_desc;	/* its indirect table, or the caller's context */
};

struct vring_virtqueue {
	struct virtqueue vq;

	bool weak_barriers;
	bool broken;			/* the device did something impossible: no more service */
	bool indirect;			/* VIRTIO_RING_F_INDIRECT_DESC was negotiated */
	bool event;			/* VIRTIO_RING_F_EVENT_IDX was negotiated */
	bool event_triggered;		/* an interrupt came since callbacks were enabled (a hint) */

	unsigned int free_head;		/* first of the chain of free descriptors */
	unsigned int num_added;		/* made available since the last kick_prepare */
	u16 last_used_idx;		/* used entries seen so far */

	struct {
		struct vring vring;
		u16 avail_flags_shadow;	/* last value meant for avail->flags */
		u16 avail_idx_shadow;	/* last value written to avail->idx */
		struct vring_desc_state_split *desc_state;
		size_t queue_size_in_bytes;
	} split;

	bool (*notify)(struct virtqueue *vq);
};

/* Makes a ring whose memory and state are zero ready for its first buffer. */
void vring_init_split(struct vring_virtqueue *vq);

#define to_vvq(_vq) container_of(_vq, struct vring_virtqueue, vq)

#endif
