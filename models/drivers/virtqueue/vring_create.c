// SPDX-License-Identifier: GPL-2.0-only
/*
 * Making and unmaking a split virtqueue, and what can be asked about one: virtio 1.1 §2.6,
 * __vring_new_virtqueue() and its neighbours in drivers/virtio/virtio_ring.c, Linux 5.11.
 * Simplified: the ring is never made smaller than asked for, and its memory is one piece.
 */
#include <linux/slab.h>
#include <linux/virtio_config.h>

#include "vring_virtqueue.h"

static void init_virtqueue(struct vring_virtqueue *vq, unsigned int index, struct virtio_device *vdev,
			   bool (*notify)(struct virtqueue *), void (*callback)(struct virtqueue *),
			   const char *name)
{
	vq->vq.callback = callback;
	vq->vq.vdev = vdev;
	vq->vq.name = name;
	vq->vq.index = index;
	vq->vq.num_free = vq->split.vring.num;
	vq->weak_barriers = true;
	vq->notify = notify;
	vq->event = virtio_has_feature(vdev, VIRTIO_RING_F_EVENT_IDX);
}

/* Links all descriptors into the chain of free ones. */
static void init_free_list(struct vring_virtqueue *vq)
{
	unsigned int i;

	vq->free_head = 0;
	for (i = 0; i < vq->split.vring.num - 1; i++)
		vq->split.vring.desc[i].next = i + 1;
}

static bool alloc_split(struct vring_virtqueue *vq, unsigned int num, unsigned int align)
{
	void *ring;

	vq->split.queue_size_in_bytes = vring_size(num, align);
	ring = alloc_pages_exact(vq->split.queue_size_in_bytes, GFP_KERNEL | __GFP_ZERO);
	if (!ring)
		return false;
	vring_init(&vq->split.vring, num, ring, align);
	vq->split.desc_state = kcalloc(num, sizeof(*vq->split.desc_state), GFP_KERNEL);
	if (!vq->split.desc_state) {
		free_pages_exact(ring, vq->split.queue_size_in_bytes);
		return false;
	}
	return true;
}

void vring_init_split(struct vring_virtqueue *vq)
{
	if (!vq->vq.callback) {
		vq->split.avail_flags_shadow |= VRING_AVAIL_F_NO_INTERRUPT;
		if (!vq->event)
			vq->split.vring.avail->flags = vq->split.avail_flags_shadow;
	}
	init_free_list(vq);
}

struct virtqueue *vring_create_virtqueue(unsigned int index, unsigned int num, unsigned int vring_align,
					 struct virtio_device *vdev, bool weak_barriers,
					 bool may_reduce_num, bool context,
					 bool (*notify)(struct virtqueue *vq),
					 void (*callback)(struct virtqueue *vq), const char *name)
{
	struct vring_virtqueue *vq;

	if (num & (num - 1) || !weak_barriers)
		return NULL;
	vq = kzalloc(sizeof(*vq), GFP_KERNEL);
	if (!vq)
		return NULL;
	if (!alloc_split(vq, num, vring_align)) {
		kfree(vq);
		return NULL;
	}
	init_virtqueue(vq, index, vdev, notify, callback, name);
	/* A caller with contexts of its own needs the place where the table's address would be. */
	vq->indirect = virtio_has_feature(vdev, VIRTIO_RING_F_INDIRECT_DESC) && !context;

	vring_init_split(vq);
	return &vq->vq;
}

void vring_del_virtqueue(struct virtqueue *_vq)
{
	struct vring_virtqueue *vq = to_vvq(_vq);

	free_pages_exact(vq->split.vring.desc, vq->split.queue_size_in_bytes);
	kfree(vq->split.desc_state);
	kfree(vq);
}

/* Of the features that belong to the transport, keeps those that this ring knows. */
void vring_transport_features(struct virtio_device *vdev)
{
	const u64 known = BIT_ULL(VIRTIO_RING_F_INDIRECT_DESC) | BIT_ULL(VIRTIO_RING_F_EVENT_IDX) |
			  BIT_ULL(VIRTIO_F_VERSION_1);
	unsigned int i;

	for (i = VIRTIO_TRANSPORT_F_START; i < VIRTIO_TRANSPORT_F_END; i++)
		if (!(known & BIT_ULL(i)))
			vdev->features &= ~BIT_ULL(i);
}

unsigned int virtqueue_get_vring_size(struct virtqueue *_vq)
{
	return to_vvq(_vq)->split.vring.num;
}

bool virtqueue_is_broken(struct virtqueue *_vq)
{
	return READ_ONCE(to_vvq(_vq)->broken);
}

dma_addr_t virtqueue_get_desc_addr(struct virtqueue *_vq)
{
	return virt_to_phys(to_vvq(_vq)->split.vring.desc);
}

dma_addr_t virtqueue_get_avail_addr(struct virtqueue *_vq)
{
	return virt_to_phys(to_vvq(_vq)->split.vring.avail);
}

dma_addr_t virtqueue_get_used_addr(struct virtqueue *_vq)
{
	return virt_to_phys(to_vvq(_vq)->split.vring.used);
}
