// SPDX-License-Identifier: GPL-2.0-only
/*
 * Driver side of the split virtqueue: virtio 1.1 §2.6, with the behaviour of
 * drivers/virtio/virtio_ring.c of Linux 5.11 (order of stores, barriers, what each call returns).
 *
 * Simplified: split rings only, no DMA mapping (a device behind no IOMMU), little-endian.
 * Small helpers are always inlined, so that a scheduling point is named after the function that does
 * the same in the kernel.
 * Callers must serialise everything but disable_cb, poll and notify themselves.
 */
#include <linux/fault-inject.h>
#include <linux/slab.h>
#include <linux/virtio_config.h>

#include "vring_virtqueue.h"

/* The device named a buffer that it cannot have: nothing it says can be trusted any more. */
static void bad_ring(struct vring_virtqueue *vq)
{
	vq->broken = true;
}

static bool notify_device(struct vring_virtqueue *vq)
{
	return vq->notify(&vq->vq);
}

/* --- making buffers available ---------------------------------------------- */

static __always_inline bool virtqueue_use_indirect(struct vring_virtqueue *vq, unsigned int total_sg)
{
	/* Without a free descriptor not even the table could be announced. */
	return vq->indirect && total_sg > 1 && vq->vq.num_free;
}

static struct vring_desc *alloc_indirect_split(unsigned int total_sg, gfp_t gfp)
{
	struct vring_desc *table;
	unsigned int i;

	table = kmalloc_array(total_sg, sizeof(*table), gfp & ~__GFP_HIGHMEM);
	if (!table)
		return NULL;
	for (i = 0; i < total_sg; i++)
		table[i].next = i + 1;
	return table;
}

/* Writes one entry into a chain; returns the index that follows it. */
static __always_inline unsigned int write_desc(struct vring_desc *desc, unsigned int i,
					       struct scatterlist *sg, u16 flags)
{
	const dma_addr_t addr = sg_phys(sg);

	desc[i].flags = flags;
	desc[i].addr = addr;
	desc[i].len = sg->length;
	return desc[i].next;
}

/*
 * Writes all lists of a request, device-readable ones first, into `desc` from index `i` on.
 * Returns the index after the last one written.
 */
static __always_inline unsigned int write_chain(struct vring_desc *desc, unsigned int i,
						struct scatterlist *sgs[], unsigned int out_sgs,
						unsigned int in_sgs)
{
	unsigned int n, prev = i;
	struct scatterlist *sg;

	for (n = 0; n < out_sgs + in_sgs; n++) {
		const u16 write = n < out_sgs ? 0 : VRING_DESC_F_WRITE;

		for (sg = sgs[n]; sg; sg = sg_next(sg)) {
			prev = i;
			i = write_desc(desc, i, sg, VRING_DESC_F_NEXT | write);
		}
	}
	desc[prev].flags &= ~VRING_DESC_F_NEXT;
	return i;
}

static __always_inline void write_indirect(struct vring_virtqueue *vq, unsigned int head,
					   struct vring_desc *table, unsigned int total_sg)
{
	const dma_addr_t addr = virt_to_phys(table);

	vq->split.vring.desc[head].flags = VRING_DESC_F_INDIRECT;
	vq->split.vring.desc[head].addr = addr;
	vq->split.vring.desc[head].len = total_sg * sizeof(*table);
}

/* The chain is complete: shows it to the device. */
static __always_inline void publish_avail(struct vring_virtqueue *vq, unsigned int head)
{
	const unsigned int slot = vq->split.avail_idx_shadow & (vq->split.vring.num - 1);

	vq->split.vring.avail->ring[slot] = head;

	/* The device must not see the index before the descriptors and the entry. */
	virtio_wmb(vq->weak_barriers);
	vq->split.avail_idx_shadow++;
	vq->split.vring.avail->idx = vq->split.avail_idx_shadow;
	vq->num_added++;
}

/* An indirect table is never at stake: it is made only where one descriptor is free, and needs one. */
static int no_space(struct vring_virtqueue *vq, unsigned int out_sgs)
{
	/* A sender may have been lazy about kicks: without this one the ring might never drain. */
	if (out_sgs)
		notify_device(vq);
	return -ENOSPC;
}

/* As after a DMA mapping that failed. */
static int map_failed(struct vring_desc *table, int error)
{
	kfree(table);
	return -error;
}

static int virtqueue_add_split(struct virtqueue *_vq, struct scatterlist *sgs[], unsigned int total_sg,
			       unsigned int out_sgs, unsigned int in_sgs, void *data, void *ctx, gfp_t gfp)
{
	struct vring_virtqueue *vq = to_vvq(_vq);
	struct vring_desc *table = NULL;
	unsigned int head, next, descs_used;
	int error;

	BUG_ON(!data);
	BUG_ON(ctx && vq->indirect);
	if (unlikely(vq->broken))
		return -EIO;
	BUG_ON(total_sg == 0);

	head = vq->free_head;
	if (virtqueue_use_indirect(vq, total_sg))
		table = alloc_indirect_split(total_sg, gfp);
	else
		WARN_ON_ONCE(total_sg > vq->split.vring.num && !vq->indirect);

	descs_used = table ? 1 : total_sg;
	if (_vq->num_free < descs_used)
		return no_space(vq, out_sgs);
	error = virtqueue_mapping_error(_vq);
	if (unlikely(error))
		return map_failed(table, error);

	if (table) {
		write_chain(table, 0, sgs, out_sgs, in_sgs);
		write_indirect(vq, head, table, total_sg);
		next = vq->split.vring.desc[head].next;
	} else {
		next = write_chain(vq->split.vring.desc, head, sgs, out_sgs, in_sgs);
	}
	_vq->num_free -= descs_used;
	vq->free_head = next;

	vq->split.desc_state[head].data = data;
	vq->split.desc_state[head].indir_desc = table ? table : ctx;

	publish_avail(vq, head);

	/* Kick arithmetic is modulo 2^16: one more would look like none. */
	if (unlikely(vq->num_added == (1 << 16) - 1))
		virtqueue_kick(_vq);
	return 0;
}

int virtqueue_add_sgs(struct virtqueue *_vq, struct scatterlist *sgs[], unsigned int out_sgs,
		      unsigned int in_sgs, void *data, gfp_t gfp)
{
	unsigned int i, total_sg = 0;
	struct scatterlist *sg;

	for (i = 0; i < out_sgs + in_sgs; i++)
		for (sg = sgs[i]; sg; sg = sg_next(sg))
			total_sg++;
	return virtqueue_add_split(_vq, sgs, total_sg, out_sgs, in_sgs, data, NULL, gfp);
}

int virtqueue_add_outbuf(struct virtqueue *vq, struct scatterlist *sg, unsigned int num, void *data,
			 gfp_t gfp)
{
	return virtqueue_add_split(vq, &sg, num, 1, 0, data, NULL, gfp);
}

int virtqueue_add_inbuf(struct virtqueue *vq, struct scatterlist *sg, unsigned int num, void *data,
			gfp_t gfp)
{
	return virtqueue_add_split(vq, &sg, num, 0, 1, data, NULL, gfp);
}

int virtqueue_add_inbuf_ctx(struct virtqueue *vq, struct scatterlist *sg, unsigned int num, void *data,
			    void *ctx, gfp_t gfp)
{
	return virtqueue_add_split(vq, &sg, num, 0, 1, data, ctx, gfp);
}

/* --- telling the device ------------------------------------------------------ */

static bool virtqueue_kick_prepare_split(struct virtqueue *_vq)
{
	struct vring_virtqueue *vq = to_vvq(_vq);
	u16 new, old, event;
	bool needs_kick;

	/* The index must be visible before the device's wish is read: each side looks after it wrote. */
	virtio_mb(vq->weak_barriers);

	old = vq->split.avail_idx_shadow - vq->num_added;
	new = vq->split.avail_idx_shadow;
	vq->num_added = 0;

	if (vq->event) {
		event = vring_avail_event(&vq->split.vring);
		needs_kick = vring_need_event(event, new, old);
	} else {
		event = vq->split.vring.used->flags;
		needs_kick = !(event & VRING_USED_F_NO_NOTIFY);
	}
	return needs_kick;
}

bool virtqueue_kick_prepare(struct virtqueue *_vq)
{
	return virtqueue_kick_prepare_split(_vq);
}

/* Needs no serialisation: the doorbell is the device's. */
bool virtqueue_notify(struct virtqueue *_vq)
{
	struct vring_virtqueue *vq = to_vvq(_vq);

	if (unlikely(vq->broken))
		return false;
	if (!notify_device(vq)) {
		bad_ring(vq);
		return false;
	}
	return true;
}

bool virtqueue_kick(struct virtqueue *vq)
{
	if (virtqueue_kick_prepare(vq))
		return virtqueue_notify(vq);
	return true;
}

/* --- taking used buffers ------------------------------------------------------ */

static __always_inline bool more_used_split(const struct vring_virtqueue *vq)
{
	return vq->last_used_idx != vq->split.vring.used->idx;
}

static __always_inline void free_indirect(struct vring_virtqueue *vq, unsigned int head)
{
	struct vring_desc *table = vq->split.desc_state[head].indir_desc;
	u32 len;

	/* A request of one entry, or one whose table could not be allocated. */
	if (!table)
		return;
	len = vq->split.vring.desc[head].len;
	BUG_ON(!(vq->split.vring.desc[head].flags & VRING_DESC_F_INDIRECT));
	BUG_ON(len == 0 || len % sizeof(struct vring_desc));
	kfree(table);
	vq->split.desc_state[head].indir_desc = NULL;
}

/* Puts the chain back in front of the free ones, by the links in the shared table. */
static void detach_buf_split(struct vring_virtqueue *vq, unsigned int head, void **ctx)
{
	struct vring_desc *desc = vq->split.vring.desc;
	unsigned int i = head;

	vq->split.desc_state[head].data = NULL;
	while (desc[i].flags & VRING_DESC_F_NEXT) {
		i = desc[i].next;
		vq->vq.num_free++;
	}
	desc[i].next = vq->free_head;
	vq->free_head = head;
	vq->vq.num_free++;

	if (vq->indirect)
		free_indirect(vq, head);
	else if (ctx)
		*ctx = vq->split.desc_state[head].indir_desc;
}

static void *virtqueue_get_buf_ctx_split(struct virtqueue *_vq, unsigned int *len, void **ctx)
{
	struct vring_virtqueue *vq = to_vvq(_vq);
	unsigned int slot, i;
	void *data;

	if (unlikely(vq->broken))
		return NULL;
	if (!more_used_split(vq))
		return NULL;

	/* The entry must not be read before the index that covers it. */
	virtio_rmb(vq->weak_barriers);

	slot = vq->last_used_idx & (vq->split.vring.num - 1);
	i = vq->split.vring.used->ring[slot].id;
	*len = vq->split.vring.used->ring[slot].len;

	if (unlikely(i >= vq->split.vring.num)) {
		bad_ring(vq);
		return NULL;
	}
	if (unlikely(!vq->split.desc_state[i].data)) {
		bad_ring(vq);
		return NULL;
	}

	data = vq->split.desc_state[i].data;
	detach_buf_split(vq, i, ctx);
	vq->last_used_idx++;

	/* As long as callbacks are meant to be on, ask for one at the next completion. */
	if (!(vq->split.avail_flags_shadow & VRING_AVAIL_F_NO_INTERRUPT))
		virtio_store_mb(vq->weak_barriers, &vring_used_event(&vq->split.vring),
				vq->last_used_idx);
	return data;
}

void *virtqueue_get_buf_ctx(struct virtqueue *_vq, unsigned int *len, void **ctx)
{
	return virtqueue_get_buf_ctx_split(_vq, len, ctx);
}

void *virtqueue_get_buf(struct virtqueue *_vq, unsigned int *len)
{
	return virtqueue_get_buf_ctx(_vq, len, NULL);
}

/* --- callbacks ----------------------------------------------------------------- */

/*
 * Only a hint to the device, which may interrupt all the same. With EVENT_IDX nothing it can see
 * changes: it goes by used_event, which stays where it is.
 */
static void virtqueue_disable_cb_split(struct virtqueue *_vq)
{
	struct vring_virtqueue *vq = to_vvq(_vq);

	if (vq->split.avail_flags_shadow & VRING_AVAIL_F_NO_INTERRUPT)
		return;
	vq->split.avail_flags_shadow |= VRING_AVAIL_F_NO_INTERRUPT;
	if (!vq->event)
		vq->split.vring.avail->flags = vq->split.avail_flags_shadow;
	else if (VRING_DISABLE_CB_MOVES_USED_EVENT && !vq->event_triggered)
		/* Any value does that the device will not come across soon; it may, once in 65536. */
		vring_used_event(&vq->split.vring) = 0;
}

void virtqueue_disable_cb(struct virtqueue *_vq)
{
	virtqueue_disable_cb_split(_vq);
}

static __always_inline void clear_no_interrupt(struct vring_virtqueue *vq)
{
	if (vq->split.avail_flags_shadow & VRING_AVAIL_F_NO_INTERRUPT) {
		vq->split.avail_flags_shadow &= ~VRING_AVAIL_F_NO_INTERRUPT;
		if (!vq->event)
			vq->split.vring.avail->flags = vq->split.avail_flags_shadow;
	}
}

static unsigned int virtqueue_enable_cb_prepare_split(struct virtqueue *_vq)
{
	struct vring_virtqueue *vq = to_vvq(_vq);
	u16 last_used_idx;

	clear_no_interrupt(vq);
	/* Written without EVENT_IDX as well: nobody reads it then. */
	last_used_idx = vq->last_used_idx;
	vring_used_event(&vq->split.vring) = last_used_idx;
	return last_used_idx;
}

static __always_inline void forget_trigger(struct vring_virtqueue *vq)
{
	if (VRING_DISABLE_CB_MOVES_USED_EVENT && vq->event_triggered)
		vq->event_triggered = false;
}

/* The caller compares the result with virtqueue_poll() before it goes to sleep. */
unsigned int virtqueue_enable_cb_prepare(struct virtqueue *_vq)
{
	forget_trigger(to_vvq(_vq));
	return virtqueue_enable_cb_prepare_split(_vq);
}

bool virtqueue_poll(struct virtqueue *_vq, unsigned int last_used_idx)
{
	struct vring_virtqueue *vq = to_vvq(_vq);

	if (unlikely(vq->broken))
		return false;

	/* used_event must be visible before the used index is read. */
	virtio_mb(vq->weak_barriers);
	return (u16)last_used_idx != vq->split.vring.used->idx;
}

bool virtqueue_enable_cb(struct virtqueue *_vq)
{
	const unsigned int last_used_idx = virtqueue_enable_cb_prepare(_vq);

	return !virtqueue_poll(_vq, last_used_idx);
}

/* Asks for a callback when three quarters of what is outstanding is done. */
static bool virtqueue_enable_cb_delayed_split(struct virtqueue *_vq)
{
	struct vring_virtqueue *vq = to_vvq(_vq);
	u16 bufs, pending;

	clear_no_interrupt(vq);
	bufs = (u16)(vq->split.avail_idx_shadow - vq->last_used_idx) * 3 / 4;

	virtio_store_mb(vq->weak_barriers, &vring_used_event(&vq->split.vring),
			vq->last_used_idx + bufs);

	pending = vq->split.vring.used->idx - vq->last_used_idx;
	return likely(pending <= bufs);
}

bool virtqueue_enable_cb_delayed(struct virtqueue *_vq)
{
	forget_trigger(to_vvq(_vq));
	return virtqueue_enable_cb_delayed_split(_vq);
}

irqreturn_t vring_interrupt(int irq, void *_vq)
{
	struct vring_virtqueue *vq = to_vvq((struct virtqueue *)_vq);

	if (!more_used_split(vq))
		return IRQ_NONE;
	if (unlikely(vq->broken))
		return IRQ_HANDLED;
	if (VRING_DISABLE_CB_MOVES_USED_EVENT && vq->event)
		vq->event_triggered = true;
	if (vq->vq.callback)
		vq->vq.callback(&vq->vq);
	return IRQ_HANDLED;
}

/* --- after a reset ------------------------------------------------------------------ */

/* For a queue whose device was reset: hands the outstanding buffers back, one a call. */
void *virtqueue_detach_unused_buf(struct virtqueue *_vq)
{
	struct vring_virtqueue *vq = to_vvq(_vq);
	unsigned int i;
	void *data;

	for (i = 0; i < vq->split.vring.num; i++) {
		data = vq->split.desc_state[i].data;
		if (!data)
			continue;
		detach_buf_split(vq, i, NULL);
		vq->split.avail_idx_shadow--;
		vq->split.vring.avail->idx = vq->split.avail_idx_shadow;
		return data;
	}
	/* Every descriptor belongs to a buffer or is free. */
	BUG_ON(_vq->num_free != vq->split.vring.num);
	return NULL;
}
