// SPDX-License-Identifier: GPL-2.0-only
/*
 * A split ring that is not the one of models/drivers/virtqueue: kept in other structures, under other
 * names, and by other means (a stack of free descriptors, the length of each chain beside it). Knows
 * nothing of who watches it.
 */
#include <linux/slab.h>
#include <linux/virtio_config.h>
#include <linux/virtio_ring.h>

struct pending {
	void *cookie;
	u16 length;		/* descriptors of the chain; 0: no buffer begins here */
	struct vring_desc *table;
};

struct tiny {
	u16 posted, posted_at_kick, reaped;
	bool dead, quiet, by_index, with_tables;
	struct vring area;
	u16 *spare;		/* descriptors nobody uses; the top is q.num_free */
	struct pending *pending;
	bool (*ring_bell)(struct virtqueue *q);
	struct virtqueue q;
};

static struct tiny *tiny_of(struct virtqueue *q)
{
	return container_of(q, struct tiny, q);
}

/* --- making ------------------------------------------------------------------ */

struct virtqueue *vring_create_virtqueue(unsigned int index, unsigned int num, unsigned int align,
					 struct virtio_device *vdev, bool weak, bool may_reduce, bool context,
					 bool (*notify)(struct virtqueue *), void (*callback)(struct virtqueue *),
					 const char *name)
{
	struct tiny *t = kzalloc(sizeof(*t), GFP_KERNEL);
	unsigned int i;

	vring_init(&t->area, num, alloc_pages_exact(vring_size(num, align), GFP_KERNEL | __GFP_ZERO), align);
	t->spare = kcalloc(num, sizeof(*t->spare), GFP_KERNEL);
	t->pending = kcalloc(num, sizeof(*t->pending), GFP_KERNEL);
	for (i = 0; i < num; i++)
		t->spare[i] = num - 1 - i;
	t->ring_bell = notify;
	t->by_index = virtio_has_feature(vdev, VIRTIO_RING_F_EVENT_IDX);
	t->with_tables = virtio_has_feature(vdev, VIRTIO_RING_F_INDIRECT_DESC);
	t->q.index = index;
	t->q.num_free = num;
	t->q.vdev = vdev;
	t->q.name = name;
	t->q.callback = callback;
	return &t->q;
}

void vring_del_virtqueue(struct virtqueue *q)
{
	struct tiny *t = tiny_of(q);

	free_pages_exact(t->area.desc, vring_size(t->area.num, 4096));
	kfree(t->spare);
	kfree(t->pending);
	kfree(t);
}

void vring_transport_features(struct virtio_device *vdev)
{
}

unsigned int virtqueue_get_vring_size(struct virtqueue *q)
{
	return tiny_of(q)->area.num;
}

dma_addr_t virtqueue_get_desc_addr(struct virtqueue *q)
{
	return virt_to_phys(tiny_of(q)->area.desc);
}

dma_addr_t virtqueue_get_avail_addr(struct virtqueue *q)
{
	return virt_to_phys(tiny_of(q)->area.avail);
}

dma_addr_t virtqueue_get_used_addr(struct virtqueue *q)
{
	return virt_to_phys(tiny_of(q)->area.used);
}

/* --- sending ------------------------------------------------------------------ */

static int post(struct tiny *t, struct scatterlist *sg, unsigned int n, u16 writes, void *cookie)
{
	const bool table = t->with_tables && n > 1 && t->q.num_free;
	const unsigned int takes = table ? 1 : n;
	struct vring_desc *into = t->area.desc;
	u16 at[16], i;

	if (t->dead)
		return -EIO;
	if (t->q.num_free < takes) {
		if (!writes)
			t->ring_bell(&t->q);
		return -ENOSPC;
	}
	for (i = 0; i < takes; i++)
		at[i] = t->spare[--t->q.num_free];
	t->pending[at[0]] = (struct pending){ .cookie = cookie, .length = takes };
	if (table) {
		into = t->pending[at[0]].table = kmalloc_array(n, sizeof(*into), GFP_ATOMIC);
		t->area.desc[at[0]] = (struct vring_desc){ virt_to_phys(into), n * sizeof(*into),
							   VRING_DESC_F_INDIRECT, 0 };
	}
	for (i = 0; i < n; i++, sg++)
		into[table ? i : at[i]] = (struct vring_desc){
			sg_phys(sg), sg->length, writes | (i + 1 < n ? VRING_DESC_F_NEXT : 0),
			table ? i + 1 : i + 1 < n ? at[i + 1] : 0 };
	t->area.avail->ring[t->posted % t->area.num] = at[0];
	virtio_wmb(true);
	t->area.avail->idx = ++t->posted;
	return 0;
}

int virtqueue_add_sgs(struct virtqueue *q, struct scatterlist *sgs[], unsigned int out, unsigned int in,
		      void *data, gfp_t gfp)
{
	return -EINVAL;
}

int virtqueue_add_outbuf(struct virtqueue *q, struct scatterlist *sg, unsigned int n, void *data, gfp_t gfp)
{
	return post(tiny_of(q), sg, n, 0, data);
}

int virtqueue_add_inbuf(struct virtqueue *q, struct scatterlist *sg, unsigned int n, void *data, gfp_t gfp)
{
	return post(tiny_of(q), sg, n, VRING_DESC_F_WRITE, data);
}

int virtqueue_add_inbuf_ctx(struct virtqueue *q, struct scatterlist *sg, unsigned int n, void *data,
			    void *ctx, gfp_t gfp)
{
	return post(tiny_of(q), sg, n, VRING_DESC_F_WRITE, data);
}

bool virtqueue_kick_prepare(struct virtqueue *q)
{
	struct tiny *t = tiny_of(q);
	const u16 since = t->posted_at_kick;

	virtio_mb(true);
	t->posted_at_kick = t->posted;
	if (t->by_index)
		return vring_need_event(vring_avail_event(&t->area), t->posted, since);
	return !t->area.used->flags;
}

bool virtqueue_notify(struct virtqueue *q)
{
	struct tiny *t = tiny_of(q);

	if (!t->dead && !t->ring_bell(q))
		t->dead = true;
	return !t->dead;
}

bool virtqueue_kick(struct virtqueue *q)
{
	return !virtqueue_kick_prepare(q) || virtqueue_notify(q);
}

/* --- reaping ------------------------------------------------------------------ */

static bool is_wrong(const struct tiny *t, u32 head)
{
	return head >= t->area.num || !t->pending[head].length;
}

/* Whom a test wants it to return instead of the buffer that was used. */
__attribute__((__visibility__("default"))) void *ring_returns_instead;

void *virtqueue_get_buf_ctx(struct virtqueue *q, unsigned int *len, void **ctx)
{
	struct tiny *t = tiny_of(q);
	struct vring_used_elem entry;
	struct pending done;
	u16 i, chain[16];

	if (t->dead || t->area.used->idx == t->reaped)
		return NULL;
	virtio_rmb(true);
	entry = t->area.used->ring[t->reaped % t->area.num];
	if (is_wrong(t, entry.id)) {
		t->dead = true;
		return NULL;
	}
	done = t->pending[entry.id];
	t->pending[entry.id].length = 0;
	for (i = 0; i < done.length; i++)
		chain[i] = i ? t->area.desc[chain[i - 1]].next : entry.id;
	while (i)
		t->spare[q->num_free++] = chain[--i];
	kfree(done.table);
	t->reaped++;
	if (!t->quiet)
		virtio_store_mb(true, &vring_used_event(&t->area), t->reaped);
	*len = entry.len;
	return ring_returns_instead ? ring_returns_instead : done.cookie;
}

void *virtqueue_get_buf(struct virtqueue *q, unsigned int *len)
{
	return virtqueue_get_buf_ctx(q, len, NULL);
}

/* --- callbacks ------------------------------------------------------------------ */

static void set_quiet(struct tiny *t, bool quiet)
{
	t->quiet = quiet;
	if (!t->by_index)
		t->area.avail->flags = quiet ? VRING_AVAIL_F_NO_INTERRUPT : 0;
}

void virtqueue_disable_cb(struct virtqueue *q)
{
	set_quiet(tiny_of(q), true);
}

unsigned int virtqueue_enable_cb_prepare(struct virtqueue *q)
{
	struct tiny *t = tiny_of(q);

	set_quiet(t, false);
	vring_used_event(&t->area) = t->reaped;
	return t->reaped;
}

bool virtqueue_poll(struct virtqueue *q, unsigned int opaque)
{
	struct tiny *t = tiny_of(q);

	virtio_mb(true);
	return !t->dead && t->area.used->idx != (u16)opaque;
}

bool virtqueue_enable_cb(struct virtqueue *q)
{
	return !virtqueue_poll(q, virtqueue_enable_cb_prepare(q));
}

bool virtqueue_enable_cb_delayed(struct virtqueue *q)
{
	struct tiny *t = tiny_of(q);
	const u16 later = (u16)(t->posted - t->reaped) * 3 / 4;

	set_quiet(t, false);
	virtio_store_mb(true, &vring_used_event(&t->area), t->reaped + later);
	return (u16)(t->area.used->idx - t->reaped) <= later;
}

irqreturn_t vring_interrupt(int irq, void *q)
{
	struct tiny *t = tiny_of(q);

	if (t->area.used->idx == t->reaped)
		return IRQ_NONE;
	if (!t->dead)
		t->q.callback(&t->q);
	return IRQ_HANDLED;
}
