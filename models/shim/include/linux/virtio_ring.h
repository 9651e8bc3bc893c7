/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Kind: custom (include/linux/virtio_ring.h, 5.11): how a transport makes queues, and the barriers
 * between driver and device. Weak barriers (an ordinary CPU on the other side) are the only ones.
 */
#ifndef _LINUX_VIRTIO_RING_H
#define _LINUX_VIRTIO_RING_H

#include <asm/barrier.h>
#include <linux/interrupt.h>
#include <linux/virtio.h>
#include <uapi/linux/virtio_ring.h>

#define virtio_mb(weak_barriers) smp_mb()
#define virtio_rmb(weak_barriers) smp_rmb()
#define virtio_wmb(weak_barriers) smp_wmb()
#define virtio_store_mb(weak_barriers, p, v) smp_store_mb(*(p), v)

struct virtqueue *vring_create_virtqueue(unsigned int index, unsigned int num,
					 unsigned int vring_align, struct virtio_device *vdev,
					 bool weak_barriers, bool may_reduce_num, bool context,
					 bool (*notify)(struct virtqueue *vq),
					 void (*callback)(struct virtqueue *vq), const char *name);
void vring_del_virtqueue(struct virtqueue *vq);
void vring_transport_features(struct virtio_device *vdev);
irqreturn_t vring_interrupt(int irq, void *_vq);

#endif
