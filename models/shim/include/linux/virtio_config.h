/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Kind: custom (include/linux/virtio_config.h, 5.11; reset of one queue: 6.13). Byte-order helpers are identities: the only
 * host is little-endian, and so is the device, whether it is a VERSION_1 one or not.
 */
#ifndef _LINUX_VIRTIO_CONFIG_H
#define _LINUX_VIRTIO_CONFIG_H

#include <linux/virtio.h>
#include <uapi/linux/virtio_config.h>

typedef void vq_callback_t(struct virtqueue *);

struct virtio_config_ops {
	void (*get)(struct virtio_device *vdev, unsigned int offset, void *buf, unsigned int len);
	void (*reset)(struct virtio_device *vdev);
	int (*find_vqs)(struct virtio_device *vdev, unsigned int nvqs, struct virtqueue *vqs[],
			vq_callback_t *callbacks[], const char *const names[]);
	void (*del_vqs)(struct virtio_device *vdev);
	/* VIRTIO_F_RING_RESET, 6.13: every device of the model has it, so it is not negotiated. */
	int (*disable_vq_and_reset)(struct virtqueue *vq);
	int (*enable_vq_after_reset)(struct virtqueue *vq);
};

static __always_inline bool virtio_has_feature(const struct virtio_device *vdev, unsigned int bit)
{
	return vdev->features & BIT_ULL(bit);
}

static __always_inline int virtio_find_vqs(struct virtio_device *vdev, unsigned int nvqs,
					   struct virtqueue *vqs[], vq_callback_t *callbacks[],
					   const char *const names[])
{
	return vdev->config->find_vqs(vdev, nvqs, vqs, callbacks, names);
}

#define virtio_cread(vdev, structname, member, ptr)                            \
	(vdev)->config->get(vdev, offsetof(structname, member), ptr, sizeof(*(ptr)))

/* Stub: setting DRIVER_OK; the model's device serves a queue once it has been told its addresses. */
static __always_inline void virtio_device_ready(struct virtio_device *vdev)
{
}

/* Stub: interrupts are routed by the scenario. */
static __always_inline int virtqueue_set_affinity(struct virtqueue *vq, unsigned int cpu)
{
	return 0;
}

static __always_inline bool virtio_is_little_endian(struct virtio_device *vdev)
{
	return true;
}

#define virtio16_to_cpu(vdev, value) ((u16)(value))
#define cpu_to_virtio16(vdev, value) ((u16)(value))
#define virtio32_to_cpu(vdev, value) ((u32)(value))
#define cpu_to_virtio32(vdev, value) ((u32)(value))
#define virtio64_to_cpu(vdev, value) ((u64)(value))
#define cpu_to_virtio64(vdev, value) ((u64)(value))

#endif
