// SPDX-License-Identifier: GPL-2.0-only
/*
 * Resetting one queue of a working device: virtio 1.2 §2.6.1 (VIRTIO_F_RING_RESET), virtqueue_reset() of
 * drivers/virtio/virtio_ring.c, Linux 6.13. For variants of later kernels; 5.11 has no such function.
 * Simplified: the transport always can (no -ENOENT), and always made the ring itself (no -EPERM).
 */
#include <linux/string.h>
#include <linux/virtio_config.h>

#include "vring_virtqueue.h"

static void clear_state(struct vring_virtqueue *vq)
{
	memset(vq->split.vring.desc, 0, vq->split.queue_size_in_bytes);
	vq->last_used_idx = 0;
	vq->num_added = 0;
	vq->event_triggered = false;
	vq->split.avail_flags_shadow = 0;
	vq->split.avail_idx_shadow = 0;
}

/* `recycle` gets every buffer back that the device has not returned. Nobody else may use the queue. */
int virtqueue_reset(struct virtqueue *_vq, void (*recycle)(struct virtqueue *vq, void *buf))
{
	struct virtio_device *vdev = _vq->vdev;
	struct vring_virtqueue *vq = to_vvq(_vq);
	void *buf;
	int err;

	err = vdev->config->disable_vq_and_reset(_vq);
	if (err)
		return err;

	while ((buf = virtqueue_detach_unused_buf(_vq)) != NULL)
		recycle(_vq, buf);

	clear_state(vq);
	vring_init_split(vq);

	return vdev->config->enable_vq_after_reset(_vq);
}
