// SPDX-License-Identifier: GPL-2.0-only
/*
 * The virtio bus with its one network device (drivers/virtio/virtio.c, virtio_pci_modern.c):
 * features, configuration space, queues and their interrupts, power. Simplified: every queue has an
 * MSI-X vector of its own; the control queue is not offered.
 */
#include "kit.h"
#include <linux/dma-mapping.h>
#include <linux/etherdevice.h>
#include <linux/virtio.h>
#include <linux/virtio_config.h>
#include <linux/virtio_net.h>
#include <linux/virtio_ring.h>

/* As virtio_pci_legacy and many devices have it: a page between what each side writes. */
#define XS_VRING_ALIGN 4096

static struct virtio_driver *bus_driver;
static struct virtio_device *bound;
static struct device parent;
static u64 parent_dma_mask = ~0ULL;
static struct virtqueue **queues;
static unsigned int queue_count;
static u8 status;

/* --- queues --------------------------------------------------------------------- */

static bool notify_device(struct virtqueue *queue)
{
	return xs_virtio_notify(queue->index);
}

/* The ring calls this for the driver's callback, which is kept in the transport's word of the queue. */
static void run_callback(struct virtqueue *queue)
{
	vq_callback_t *callback = queue->priv;

	xs_ring_callback(queue->index);
	callback(queue);
}

static int handle_interrupt(void *_queue)
{
	struct virtqueue *queue = _queue;
	const unsigned int callbacks = xs_ring_callbacks();
	const irqreturn_t handled = vring_interrupt(xs_virtio_vector(queue->index), queue);

	xs_ring_interrupt_handled(queue->index, callbacks, handled == IRQ_HANDLED);
	return handled;
}

static void show_queue(struct virtqueue *queue)
{
	xs_virtio_queue_setup(queue->index, virtqueue_get_vring_size(queue), virtqueue_get_desc_addr(queue),
			      virtqueue_get_avail_addr(queue), virtqueue_get_used_addr(queue));
}

static struct virtqueue *make_queue(struct virtio_device *dev, unsigned int index, vq_callback_t *callback,
				    const char *name, bool context)
{
	const unsigned int size = xs_virtio_ring_size(index);
	struct virtqueue *queue = vring_create_virtqueue(index, size, XS_VRING_ALIGN, dev, true, true, context,
							 notify_device, callback ? run_callback : NULL, name);

	if (!queue)
		return NULL;
#ifdef XS_HAS_VQ_NUM_MAX
	queue->num_max = size;
#endif
	queue->priv = callback;
	show_queue(queue);
	if (callback)
		xs_request_irq(xs_virtio_vector(index), handle_interrupt, queue);
	return queue;
}

static void config_del_vqs(struct virtio_device *dev)
{
	while (queue_count) {
		queue_count--;
		xs_free_irq(xs_virtio_vector(queue_count));
		vring_del_virtqueue(queues[queue_count]);
	}
	kfree(queues);
	queues = NULL;
}

struct wanted_queue {
	vq_callback_t *callback;
	const char *name;
	bool context;
};

static int find_queue(struct virtio_device *dev, struct virtqueue *found[], struct wanted_queue wanted)
{
	const unsigned int i = queue_count;

	found[i] = queues[i] = make_queue(dev, i, wanted.callback, wanted.name, wanted.context);
	if (!found[i]) {
		config_del_vqs(dev);
		return -ENOMEM;
	}
	queue_count++;
	return 0;
}

static int begin_queues(unsigned int count)
{
	queues = xs_get(count * sizeof(*queues), GFP_KERNEL | __GFP_ZERO);
	return queues ? 0 : -ENOMEM;
}

#ifdef XS_HAS_VIRTQUEUE_INFO
static int config_find_vqs(struct virtio_device *dev, unsigned int count, struct virtqueue *found[],
			   struct virtqueue_info info[], struct irq_affinity *affinity)
{
	int err = begin_queues(count);
	unsigned int i;

	for (i = 0; i < count && !err; i++)
		err = find_queue(dev, found, (struct wanted_queue){ info[i].callback, info[i].name, info[i].ctx });
	return err;
}
#else
static int config_find_vqs(struct virtio_device *dev, unsigned int count, struct virtqueue *found[],
			   vq_callback_t *callbacks[], const char *const names[], const bool *contexts,
			   struct irq_affinity *affinity)
{
	int err = begin_queues(count);
	unsigned int i;

	for (i = 0; i < count && !err; i++)
		err = find_queue(dev, found,
				 (struct wanted_queue){ callbacks[i], names[i], contexts && contexts[i] });
	return err;
}
#endif

#ifdef XS_HAS_VQ_RESET
/* Stands for vp_modern_disable_vq_and_reset(); a handler that still runs is not waited for. */
static int config_disable_vq(struct virtqueue *queue)
{
	xs_virtio_queue_reset(queue->index);
	__virtqueue_break(queue);
	return 0;
}

static int config_enable_vq(struct virtqueue *queue)
{
	__virtqueue_unbreak(queue);
	show_queue(queue);
	return 0;
}
#endif

/* --- the device ------------------------------------------------------------------- */

static void config_get(struct virtio_device *dev, unsigned int offset, void *buffer, unsigned int bytes)
{
	const struct virtio_net_config config = {
		.mac = { 0x52, 0x54, 0x00, 0x12, 0x34, 0x56 },
		.status = VIRTIO_NET_S_LINK_UP,
		.max_virtqueue_pairs = xs_virtio_pairs(),
		.mtu = ETH_DATA_LEN,
	};

	memcpy(buffer, (const u8 *)&config + offset, bytes);
}

static u8 config_get_status(struct virtio_device *dev)
{
	return status;
}

static void config_set_status(struct virtio_device *dev, u8 value)
{
	status = value;
}

/* Stands for vp_reset(): the interrupts that were on their way are waited for. */
static void config_reset(struct virtio_device *dev)
{
	unsigned int i;

	xs_virtio_reset();
	status = 0;
	for (i = 0; i < queue_count; i++)
		xs_synchronize_irq(xs_virtio_vector(i));
}

static const char *config_bus_name(struct virtio_device *dev)
{
	return "xsksim";
}

static const struct virtio_config_ops config_ops = {
	.get = config_get,
	.get_status = config_get_status,
	.set_status = config_set_status,
	.reset = config_reset,
	.find_vqs = config_find_vqs,
	.del_vqs = config_del_vqs,
	.bus_name = config_bus_name,
#ifdef XS_HAS_VQ_RESET
	.disable_vq_and_reset = config_disable_vq,
	.enable_vq_after_reset = config_enable_vq,
#endif
};

void virtio_reset_device(struct virtio_device *dev)
{
	config_reset(dev);
}

/* A driver that asks for a feature that it has not declared is a bug, as there. */
void virtio_check_driver_offered_feature(const struct virtio_device *dev, unsigned int bit)
{
	unsigned int i;

	for (i = 0; i < bus_driver->feature_table_size; i++)
		if (bus_driver->feature_table[i] == bit)
			return;
	for (i = 0; i < bus_driver->feature_table_size_legacy; i++)
		if (bus_driver->feature_table_legacy[i] == bit)
			return;
	xs_bug("virtio_check_driver_offered_feature", __FILE__, __LINE__);
}

/* --- the bus ------------------------------------------------------------------------ */

/* What both the driver and the device know, and of the transport's features those of the ring. */
static void negotiate(struct virtio_device *dev, const struct virtio_driver *driver)
{
	u64 features = 0;
	unsigned int i;

	for (i = 0; i < driver->feature_table_size; i++)
		features |= BIT_ULL(driver->feature_table[i]);
	for (i = VIRTIO_TRANSPORT_F_START; i < VIRTIO_TRANSPORT_F_END; i++)
		features |= BIT_ULL(i);
	dev->features = features & xs_virtio_features();
	vring_transport_features(dev);
	xs_virtio_set_features(dev->features);
}

static struct virtio_device *make_device(void)
{
	struct virtio_device *dev = xs_get(sizeof(*dev), GFP_KERNEL | __GFP_ZERO);

	if (!dev)
		return NULL;
	dev->id.device = VIRTIO_ID_NET;
	dev->config = &config_ops;
	INIT_LIST_HEAD(&dev->vqs);
	parent.dma_mask = &parent_dma_mask;
	dev->dev.parent = &parent;
	return dev;
}

static int bus_probe(void)
{
	int err;

	bound = make_device();
	if (!bound)
		return -ENOMEM;
	negotiate(bound, bus_driver);
	err = bus_driver->validate ? bus_driver->validate(bound) : 0;
	if (!err)
		err = bus_driver->probe(bound);
	if (err) {
		xs_free_managed();
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
	xs_free_managed();
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

static int register_driver(struct virtio_driver *driver)
{
	bus_driver = driver;
	xs_register_bus(&bus_ops);
	return bus_probe();
}

#ifdef XS_HAS_REGISTER_WITH_OWNER
int __register_virtio_driver(struct virtio_driver *driver, struct module *owner)
{
	return register_driver(driver);
}
#else
int register_virtio_driver(struct virtio_driver *driver)
{
	return register_driver(driver);
}
#endif

void unregister_virtio_driver(struct virtio_driver *driver)
{
	bus_remove();
}

/* No configuration change is ever announced: there is nothing that these would hold back. */
void virtio_config_driver_disable(struct virtio_device *dev)
{
}

void virtio_config_driver_enable(struct virtio_device *dev)
{
}
