// SPDX-License-Identifier: GPL-2.0-only
/* A driver that does with its two queues what a test asks, whichever ring it is linked with. */
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/virtio_config.h>
#include <uapi/linux/virtio_ids.h>

#define EXPORT __attribute__((__visibility__("default")))
#define ENTRIES_MAX 8

static struct virtqueue *queues[2];

EXPORT unsigned int driver_callbacks;

static void callback(struct virtqueue *vq)
{
	driver_callbacks++;
	virtqueue_disable_cb(vq);
}

static int probe(struct virtio_device *vdev)
{
	vq_callback_t *callbacks[2] = { callback, callback };
	const char *names[2] = { "in", "out" };

	return virtio_find_vqs(vdev, 2, queues, callbacks, names);
}

static void remove(struct virtio_device *vdev)
{
	vdev->config->reset(vdev);
	vdev->config->del_vqs(vdev);
}

static struct virtio_driver driver = { .probe = probe, .remove = remove };

static int start(void)
{
	return register_virtio_driver(&driver);
}
module_init(start);

static void stop(void)
{
	unregister_virtio_driver(&driver);
}
module_exit(stop);

EXPORT int driver_add(unsigned int entries)
{
	struct scatterlist sg[ENTRIES_MAX];
	unsigned char *data = kmalloc(ENTRIES_MAX, GFP_ATOMIC);
	unsigned int i;
	int err;

	sg_init_table(sg, entries);
	for (i = 0; i < entries; i++)
		sg_set_buf(&sg[i], data + i, 1);
	err = virtqueue_add_outbuf(queues[1], sg, entries, data, GFP_ATOMIC);
	if (err)
		kfree(data);
	return err;
}

EXPORT bool driver_kick(void)
{
	return virtqueue_kick(queues[1]);
}

EXPORT bool driver_get(void)
{
	unsigned int len;
	void *data = virtqueue_get_buf(queues[1], &len);

	kfree(data);
	return data;
}

EXPORT void driver_disable(void)
{
	virtqueue_disable_cb(queues[1]);
}

EXPORT bool driver_enable(void)
{
	return virtqueue_enable_cb(queues[1]);
}

EXPORT bool driver_enable_delayed(void)
{
	return virtqueue_enable_cb_delayed(queues[1]);
}
