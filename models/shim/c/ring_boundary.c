// SPDX-License-Identifier: GPL-2.0-only
/*
 * Between a driver and its virtqueues, whoever implements those: tells the simulator of each call
 * as it begins and ends, from which the events of the ring are made (models/shim/ring). The linker
 * puts it there (ring_boundary.wraps): what other files call virtqueue_x is __wrap_virtqueue_x, and
 * what the ring defines is __real_virtqueue_x. Calls inside the ring's own file are not seen.
 *
 * Decides nothing and is not instrumented: no scheduling point, no step and no cost is of its
 * making. virtqueue_kick and virtqueue_enable_cb are two calls each, as their documentation in the
 * kernel says; here they are so, and instrumented, for that the ring's own pair could not be seen.
 */
#include <linux/virtio.h>
/* What a kernel's tree has; the ports have it not. */
#if __has_include(<xsksim/probed.h>)
#include <xsksim/probed.h>
#endif

#define QUIET __attribute__((__no_sanitize_thread__, __no_sanitize_coverage__))
#define BOUNDARY(call) __typeof__(call) __real_##call, __wrap_##call

BOUNDARY(virtqueue_add_sgs);
BOUNDARY(virtqueue_add_outbuf);
BOUNDARY(virtqueue_add_inbuf);
BOUNDARY(virtqueue_add_inbuf_ctx);
BOUNDARY(virtqueue_kick);
BOUNDARY(virtqueue_kick_prepare);
BOUNDARY(virtqueue_notify);
BOUNDARY(virtqueue_get_buf);
BOUNDARY(virtqueue_get_buf_ctx);
BOUNDARY(virtqueue_disable_cb);
BOUNDARY(virtqueue_enable_cb);
BOUNDARY(virtqueue_enable_cb_prepare);
BOUNDARY(virtqueue_poll);
BOUNDARY(virtqueue_enable_cb_delayed);
#ifdef XS_HAS_PREMAPPED
BOUNDARY(virtqueue_add_outbuf_premapped);
BOUNDARY(virtqueue_add_inbuf_premapped);
#endif

/* Nothing of the queue is read here: it may be no queue at all, which the ring has to find out. */
static QUIET struct xs_ring_queue queue_of(const struct virtqueue *vq)
{
	return (struct xs_ring_queue){&vq->index, &vq->num_free};
}

static QUIET unsigned int begin(const struct virtqueue *vq, const char *call)
{
	return xs_ring_begin(queue_of(vq), call);
}

/* --- making buffers available ---------------------------------------------- */

QUIET int __wrap_virtqueue_add_sgs(struct virtqueue *vq, struct scatterlist *sgs[], unsigned int out_sgs,
				   unsigned int in_sgs, void *data, gfp_t gfp)
{
	const unsigned int free_before = begin(vq, "virtqueue_add_sgs");
	const int result = __real_virtqueue_add_sgs(vq, sgs, out_sgs, in_sgs, data, gfp);

	xs_ring_added(queue_of(vq), free_before, data, result);
	return result;
}

QUIET int __wrap_virtqueue_add_outbuf(struct virtqueue *vq, struct scatterlist *sg, unsigned int num,
				      void *data, gfp_t gfp)
{
	const unsigned int free_before = begin(vq, "virtqueue_add_outbuf");
	const int result = __real_virtqueue_add_outbuf(vq, sg, num, data, gfp);

	xs_ring_added(queue_of(vq), free_before, data, result);
	return result;
}

QUIET int __wrap_virtqueue_add_inbuf(struct virtqueue *vq, struct scatterlist *sg, unsigned int num,
				     void *data, gfp_t gfp)
{
	const unsigned int free_before = begin(vq, "virtqueue_add_inbuf");
	const int result = __real_virtqueue_add_inbuf(vq, sg, num, data, gfp);

	xs_ring_added(queue_of(vq), free_before, data, result);
	return result;
}

QUIET int __wrap_virtqueue_add_inbuf_ctx(struct virtqueue *vq, struct scatterlist *sg, unsigned int num,
					 void *data, void *ctx, gfp_t gfp)
{
	const unsigned int free_before = begin(vq, "virtqueue_add_inbuf_ctx");
	const int result = __real_virtqueue_add_inbuf_ctx(vq, sg, num, data, ctx, gfp);

	xs_ring_added(queue_of(vq), free_before, data, result);
	return result;
}

#ifdef XS_HAS_PREMAPPED
QUIET int __wrap_virtqueue_add_outbuf_premapped(struct virtqueue *vq, struct scatterlist *sg, unsigned int num,
						void *data, gfp_t gfp)
{
	const unsigned int free_before = begin(vq, "virtqueue_add_outbuf_premapped");
	const int result = __real_virtqueue_add_outbuf_premapped(vq, sg, num, data, gfp);

	xs_ring_added(queue_of(vq), free_before, data, result);
	return result;
}

QUIET int __wrap_virtqueue_add_inbuf_premapped(struct virtqueue *vq, struct scatterlist *sg, unsigned int num,
					       void *data, void *ctx, gfp_t gfp)
{
	const unsigned int free_before = begin(vq, "virtqueue_add_inbuf_premapped");
	const int result = __real_virtqueue_add_inbuf_premapped(vq, sg, num, data, ctx, gfp);

	xs_ring_added(queue_of(vq), free_before, data, result);
	return result;
}
#endif

/* --- telling the device ------------------------------------------------------ */

QUIET bool __wrap_virtqueue_kick_prepare(struct virtqueue *vq)
{
	unsigned long began;
	bool needed;

	begin(vq, "virtqueue_kick_prepare");
	began = xs_ring_kick_deciding(queue_of(vq));
	needed = __real_virtqueue_kick_prepare(vq);
	xs_ring_kick_decided(queue_of(vq), began, needed);
	return needed;
}

QUIET bool __wrap_virtqueue_notify(struct virtqueue *vq)
{
	const bool accepted = __real_virtqueue_notify(vq);

	if (!accepted)
		xs_ring_kick_refused(queue_of(vq));
	return accepted;
}

bool __wrap_virtqueue_kick(struct virtqueue *vq)
{
	if (__wrap_virtqueue_kick_prepare(vq))
		return __wrap_virtqueue_notify(vq);
	return true;
}

/* --- taking used buffers ------------------------------------------------------ */

QUIET void *__wrap_virtqueue_get_buf(struct virtqueue *vq, unsigned int *len)
{
	const unsigned int free_before = begin(vq, "virtqueue_get_buf");
	void *data = __real_virtqueue_get_buf(vq, len);

	xs_ring_got(queue_of(vq), free_before, data, len);
	return data;
}

QUIET void *__wrap_virtqueue_get_buf_ctx(struct virtqueue *vq, unsigned int *len, void **ctx)
{
	const unsigned int free_before = begin(vq, "virtqueue_get_buf");
	void *data = __real_virtqueue_get_buf_ctx(vq, len, ctx);

	xs_ring_got(queue_of(vq), free_before, data, len);
	return data;
}

/* --- callbacks ----------------------------------------------------------------- */

QUIET void __wrap_virtqueue_disable_cb(struct virtqueue *vq)
{
	bool were_on;

	begin(vq, "virtqueue_disable_cb");
	were_on = xs_ring_disabling(queue_of(vq));
	__real_virtqueue_disable_cb(vq);
	xs_ring_disabled(queue_of(vq), were_on);
}

QUIET unsigned int __wrap_virtqueue_enable_cb_prepare(struct virtqueue *vq)
{
	unsigned int opaque;

	begin(vq, "virtqueue_enable_cb_prepare");
	xs_ring_enabling(queue_of(vq));
	opaque = __real_virtqueue_enable_cb_prepare(vq);
	xs_ring_enabled(queue_of(vq), false);
	return opaque;
}

QUIET bool __wrap_virtqueue_poll(struct virtqueue *vq, unsigned int opaque)
{
	bool pending;

	begin(vq, "virtqueue_poll");
	pending = __real_virtqueue_poll(vq, opaque);
	xs_ring_polled(queue_of(vq), opaque, pending);
	return pending;
}

bool __wrap_virtqueue_enable_cb(struct virtqueue *vq)
{
	const unsigned int opaque = __wrap_virtqueue_enable_cb_prepare(vq);

	return !__wrap_virtqueue_poll(vq, opaque);
}

QUIET bool __wrap_virtqueue_enable_cb_delayed(struct virtqueue *vq)
{
	bool done;

	begin(vq, "virtqueue_enable_cb_delayed");
	xs_ring_enabling(queue_of(vq));
	done = __real_virtqueue_enable_cb_delayed(vq);
	xs_ring_enabled(queue_of(vq), true);
	return done;
}
