// SPDX-License-Identifier: GPL-2.0-only
/*
 * The virtio bus with its one network device: feature negotiation, configuration space, queues and
 * their interrupts. Stands for drivers/virtio/virtio.c and virtio_pci_modern.c, 5.11. Simplified:
 * the status register is not modelled; every queue has an MSI-X vector of its own.
 */
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/virtio_config.h>
#include <linux/virtio_ring.h>
#include <uapi/linux/virtio_ids.h>
#include <uapi/linux/virtio_net.h>

/* As virtio_pci_legacy and many devices have it: a page between what each side writes. */
#define XS_VRING_ALIGN 4096

/* The driver, the device it is bound to, and what find_vqs made for it. */
static struct virtio_driver *bus_driver;
static struct virtio_device *bound;
static struct virtqueue **queues;
static unsigned int queue_count;

static bool notify_device(struct virtqueue *vq)
{
	return xs_virtio_notify(vq->index);
}

/* The ring calls this for the driver's callback, which is kept in the transport's word of the queue. */
static void run_callback(struct virtqueue *vq)
{
	vq_callback_t *callback = vq->priv;

	xs_ring_callback(vq->index);
	callback(vq);
}

static int handle_interrupt(void *_vq)
{
	struct virtqueue *vq = _vq;
	const unsigned int callbacks = xs_ring_callbacks();
	const irqreturn_t handled = vring_interrupt(xs_virtio_vector(vq->index), vq);

	xs_ring_interrupt_handled(vq->index, callbacks, handled == IRQ_HANDLED);
	return handled;
}

static void config_get(struct virtio_device *vdev, unsigned int offset, void *buf, unsigned int len)
{
	const struct virtio_net_config config = {
		.mac = { 0x52, 0x54, 0x00, 0x12, 0x34, 0x56 },
		.status = 1,
		.max_virtqueue_pairs = xs_virtio_pairs(),
		.mtu = ETH_DATA_LEN,
	};

	memcpy(buf, (const u8 *)&config + offset, len);
}

/* Stands for vp_reset(): the interrupts that were on their way are waited for. */
static void config_reset(struct virtio_device *vdev)
{
	unsigned int i;

	xs_virtio_reset();
	for (i = 0; i < queue_count; i++)
		xs_synchronize_irq(xs_virtio_vector(i));
}

static void config_del_vqs(struct virtio_device *vdev)
{
	while (queue_count) {
		queue_count--;
		xs_free_irq(xs_virtio_vector(queue_count));
		vring_del_virtqueue(queues[queue_count]);
	}
	kfree(queues);
	queues = NULL;
}

static void show_queue(struct virtqueue *vq)
{
	xs_virtio_queue_setup(vq->index, virtqueue_get_vring_size(vq), virtqueue_get_desc_addr(vq),
			      virtqueue_get_avail_addr(vq), virtqueue_get_used_addr(vq));
}

/* Stands for vp_modern_disable_vq_and_reset(), 6.13; a handler that still runs is not waited for. */
static int config_disable_vq_and_reset(struct virtqueue *vq)
{
	xs_virtio_queue_reset(vq->index);
	return 0;
}

static int config_enable_vq_after_reset(struct virtqueue *vq)
{
	show_queue(vq);
	return 0;
}

static struct virtqueue *make_queue(struct virtio_device *vdev, unsigned int index,
				    vq_callback_t *callback, const char *name)
{
	const unsigned int size = xs_virtio_ring_size(index);
	struct virtqueue *vq;

	vq = vring_create_virtqueue(index, size, XS_VRING_ALIGN, vdev, true, true, false,
				    notify_device, callback ? run_callback : NULL, name);
	if (!vq)
		return NULL;
	vq->priv = callback;
	show_queue(vq);
	if (callback)
		xs_request_irq(xs_virtio_vector(index), handle_interrupt, vq);
	return vq;
}

static int config_find_vqs(struct virtio_device *vdev, unsigned int nvqs, struct virtqueue *vqs[],
			   vq_callback_t *callbacks[], const char *const names[])
{
	queues = kcalloc(nvqs, sizeof(*queues), GFP_KERNEL);
	if (!queues)
		return -ENOMEM;
	for (; queue_count < nvqs; queue_count++) {
		const unsigned int i = queue_count;

		vqs[i] = queues[i] = make_queue(vdev, i, callbacks[i], names[i]);
		if (!vqs[i]) {
			config_del_vqs(vdev);
			return -ENOMEM;
		}
	}
	return 0;
}

static const struct virtio_config_ops config_ops = {
	.get = config_get,
	.reset = config_reset,
	.find_vqs = config_find_vqs,
	.del_vqs = config_del_vqs,
	.disable_vq_and_reset = config_disable_vq_and_reset,
	.enable_vq_after_reset = config_enable_vq_after_reset,
};

/* What both the driver and the device know, and of the transport's features those of the ring. */
static void negotiate(struct virtio_device *vdev, const struct virtio_driver *driver)
{
	u64 driver_features = 0;
	unsigned int i;

	for (i = 0; i < driver->feature_table_size; i++)
		driver_features |= BIT_ULL(driver->feature_table[i]);
	for (i = VIRTIO_TRANSPORT_F_START; i < VIRTIO_TRANSPORT_F_END; i++)
		driver_features |= BIT_ULL(i);
	vdev->features = driver_features & xs_virtio_features();
	vring_transport_features(vdev);
	xs_virtio_set_features(vdev->features);
}

static int bus_probe(void)
{
	int err;

	bound = kzalloc(sizeof(*bound), GFP_KERNEL);
	if (!bound)
		return -ENOMEM;
	bound->id.device = VIRTIO_ID_NET;
	bound->config = &config_ops;
	negotiate(bound, bus_driver);
	err = bus_driver->validate ? bus_driver->validate(bound) : 0;
	if (!err)
		err = bus_driver->probe(bound);
	if (err) {
		kfree(bound);
		bound = NULL;
	}
	return err;
}

static void bus_remove(void)
{
	if (!bound)
		return;
	bus_driver->remove(bound);
	kfree(bound);
	bound = NULL;
}

static int bus_freeze(void)
{
	return bound && bus_driver->freeze ? bus_driver->freeze(bound) : 0;
}

/* virtio_device_restore(): the device is as after power-on. */
static int bus_restore(void)
{
	if (!bound)
		return 0;
	config_reset(bound);
	xs_virtio_set_features(bound->features);
	return bus_driver->restore ? bus_driver->restore(bound) : 0;
}

static const struct xs_bus_ops bus_ops = {
	.remove = bus_remove,
	.probe = bus_probe,
	.freeze = bus_freeze,
	.restore = bus_restore,
};

int register_virtio_driver(struct virtio_driver *driver)
{
	bus_driver = driver;
	xs_register_bus(&bus_ops);
	return bus_probe();
}

void unregister_virtio_driver(struct virtio_driver *driver)
{
	bus_remove();
}
