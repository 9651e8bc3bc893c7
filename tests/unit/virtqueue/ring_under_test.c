// SPDX-License-Identifier: GPL-2.0-only
/* The kernel's side of ring_under_test.h: translates and decides nothing. */
#include "ring_under_test.h"

#include <linux/scatterlist.h>
#include <linux/slab.h>
#include <linux/virtio_config.h>
#include <linux/virtio_ring.h>

#define ENTRIES_MAX 64

struct ring_under_test {
	struct virtio_device vdev;
	struct virtqueue *vq;
	struct scatterlist sg[ENTRIES_MAX];
	unsigned int callbacks;
	unsigned int notifications;
	bool refuses;
	void (*recycle)(void *token);
	unsigned int resets;
};

static bool notify(struct virtqueue *vq)
{
	struct ring_under_test *ring = vq->vdev->priv;

	ring->notifications++;
	return !ring->refuses;
}

static void callback(struct virtqueue *vq)
{
	((struct ring_under_test *)vq->vdev->priv)->callbacks++;
}

static int disable_and_reset(struct virtqueue *vq)
{
	return 0;
}

static int enable_after_reset(struct virtqueue *vq)
{
	((struct ring_under_test *)vq->vdev->priv)->resets++;
	return 0;
}

static const struct virtio_config_ops transport = {
	.disable_vq_and_reset = disable_and_reset,
	.enable_vq_after_reset = enable_after_reset,
};

static void hand_back(struct virtqueue *vq, void *token)
{
	((struct ring_under_test *)vq->vdev->priv)->recycle(token);
}

int ring_reset(struct ring_under_test *ring, void (*recycle)(void *token))
{
	ring->recycle = recycle;
	return virtqueue_reset(ring->vq, hand_back);
}

unsigned int ring_resets(const struct ring_under_test *ring)
{
	return ring->resets;
}

struct ring_under_test *ring_create(const struct ring_options *options)
{
	struct ring_under_test *ring = kzalloc(sizeof(*ring), GFP_KERNEL);

	ring->vdev.priv = ring;
	ring->vdev.config = &transport;
	ring->vdev.features = BIT_ULL(VIRTIO_F_VERSION_1);
	if (options->event_idx)
		ring->vdev.features |= BIT_ULL(VIRTIO_RING_F_EVENT_IDX);
	if (options->indirect)
		ring->vdev.features |= BIT_ULL(VIRTIO_RING_F_INDIRECT_DESC);
	ring->vq = vring_create_virtqueue(1, options->size, 4096, &ring->vdev, true, true, false, notify,
					  options->without_callback ? NULL : callback, "test");
	if (!ring->vq) {
		kfree(ring);
		return NULL;
	}
	return ring;
}

void ring_destroy(struct ring_under_test *ring)
{
	vring_del_virtqueue(ring->vq);
	kfree(ring);
}

static void fill(struct ring_under_test *ring, const struct ring_buffer *buffers, unsigned int count)
{
	unsigned int i;

	BUG_ON(count > ENTRIES_MAX);
	sg_init_table(ring->sg, count);
	for (i = 0; i < count; i++)
		sg_set_buf(&ring->sg[i], buffers[i].data, buffers[i].len);
}

int ring_add_out(struct ring_under_test *ring, const struct ring_buffer *buffers, unsigned int count,
		 void *token)
{
	fill(ring, buffers, count);
	return virtqueue_add_outbuf(ring->vq, ring->sg, count, token, GFP_ATOMIC);
}

int ring_add_in(struct ring_under_test *ring, const struct ring_buffer *buffers, unsigned int count,
		void *token)
{
	fill(ring, buffers, count);
	return virtqueue_add_inbuf(ring->vq, ring->sg, count, token, GFP_ATOMIC);
}

bool ring_kick_prepare(struct ring_under_test *ring)
{
	return virtqueue_kick_prepare(ring->vq);
}

bool ring_notify(struct ring_under_test *ring)
{
	return virtqueue_notify(ring->vq);
}

void *ring_get_buf(struct ring_under_test *ring, unsigned int *len)
{
	return virtqueue_get_buf(ring->vq, len);
}

void ring_disable_cb(struct ring_under_test *ring)
{
	virtqueue_disable_cb(ring->vq);
}

unsigned int ring_enable_cb_prepare(struct ring_under_test *ring)
{
	return virtqueue_enable_cb_prepare(ring->vq);
}

bool ring_poll(struct ring_under_test *ring, unsigned int opaque)
{
	return virtqueue_poll(ring->vq, opaque);
}

bool ring_enable_cb(struct ring_under_test *ring)
{
	return virtqueue_enable_cb(ring->vq);
}

bool ring_enable_cb_delayed(struct ring_under_test *ring)
{
	return virtqueue_enable_cb_delayed(ring->vq);
}

int ring_interrupt(struct ring_under_test *ring)
{
	return vring_interrupt(1, ring->vq);
}

void *ring_detach_unused(struct ring_under_test *ring)
{
	return virtqueue_detach_unused_buf(ring->vq);
}

bool ring_is_broken(const struct ring_under_test *ring)
{
	return virtqueue_is_broken(ring->vq);
}

unsigned int ring_num_free(const struct ring_under_test *ring)
{
	return ring->vq->num_free;
}

unsigned int ring_callbacks(const struct ring_under_test *ring)
{
	return ring->callbacks;
}

unsigned int ring_notifications(const struct ring_under_test *ring)
{
	return ring->notifications;
}

void ring_refuse_notifications(struct ring_under_test *ring)
{
	ring->refuses = true;
}

uint64_t ring_accepted_features(uint64_t offered)
{
	struct virtio_device vdev = { .features = offered };

	vring_transport_features(&vdev);
	return vdev.features;
}

uint64_t ring_desc_address(struct ring_under_test *ring)
{
	return virtqueue_get_desc_addr(ring->vq);
}

uint64_t ring_avail_address(struct ring_under_test *ring)
{
	return virtqueue_get_avail_addr(ring->vq);
}

uint64_t ring_used_address(struct ring_under_test *ring)
{
	return virtqueue_get_used_addr(ring->vq);
}

struct ring_layout ring_layout(void)
{
	return (struct ring_layout){
		.desc = sizeof(struct vring_desc),
		.desc_addr = offsetof(struct vring_desc, addr),
		.desc_len = offsetof(struct vring_desc, len),
		.desc_flags = offsetof(struct vring_desc, flags),
		.desc_next = offsetof(struct vring_desc, next),
		.avail_flags = offsetof(struct vring_avail, flags),
		.avail_idx = offsetof(struct vring_avail, idx),
		.avail_ring = offsetof(struct vring_avail, ring),
		.used_flags = offsetof(struct vring_used, flags),
		.used_idx = offsetof(struct vring_used, idx),
		.used_ring = offsetof(struct vring_used, ring),
		.used_elem = sizeof(struct vring_used_elem),
		.used_elem_id = offsetof(struct vring_used_elem, id),
		.used_elem_len = offsetof(struct vring_used_elem, len),
	};
}
