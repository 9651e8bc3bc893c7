/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Kind: custom (5.11 has no tracepoints in virtio_ring.c; these are where a person would put them).
 * One line an event of the trace: XS_TRACE_VQ_x and models/events.hpp say what the numbers mean.
 */
#ifndef _TRACE_EVENTS_VIRTQUEUE_H
#define _TRACE_EVENTS_VIRTQUEUE_H

#include <linux/virtio.h>

#define trace_virtqueue_add(vq, head, descriptors)                             \
	xs_trace(XS_TRACE_VQ_ADD, (vq)->index, head, descriptors, (vq)->num_free)
#define trace_virtqueue_add_failed(vq, error)                                  \
	xs_trace(XS_TRACE_VQ_ADD_FAILED, (vq)->index, error, (vq)->num_free, 0)
#define trace_virtqueue_get_buf(vq, head, len)                                 \
	xs_trace(XS_TRACE_VQ_GET_BUF, (vq)->index, head, len, (vq)->num_free)
#define trace_virtqueue_kick_prepare(vq, needed, event, avail_idx)             \
	xs_trace(XS_TRACE_VQ_KICK_PREPARE, (vq)->index, needed, event, avail_idx)
#define trace_virtqueue_notify(vq, avail_idx)                                  \
	xs_trace(XS_TRACE_VQ_NOTIFY, (vq)->index, avail_idx, 0, 0)
#define trace_virtqueue_disable_cb(vq, changed)                                \
	xs_trace(XS_TRACE_VQ_DISABLE_CB, (vq)->index, changed, 0, 0)
#define trace_virtqueue_enable_cb(vq, used_event, delayed, pending)            \
	xs_trace(XS_TRACE_VQ_ENABLE_CB, (vq)->index, used_event, delayed, pending)
#define trace_virtqueue_poll(vq, opaque, pending)                              \
	xs_trace(XS_TRACE_VQ_POLL, (vq)->index, opaque, pending, 0)
#define trace_virtqueue_used_event(vq, used_event)                             \
	xs_trace(XS_TRACE_VQ_USED_EVENT, (vq)->index, used_event, 0, 0)
#define trace_virtqueue_interrupt(vq, handled, more_used, broken)              \
	xs_trace(XS_TRACE_VQ_INTERRUPT, (vq)->index, handled, more_used, broken)
#define trace_virtqueue_setup(vq, size, flags)                                 \
	xs_trace(XS_TRACE_VQ_SETUP, (vq)->index, size, flags, 0)
#define trace_virtqueue_broken(vq, why) xs_vq_broken((vq)->index, why)
/* An operation begins: which one, so that a check can see who holds what. */
#define trace_virtqueue_operation(vq, name) xs_vq_operation((vq)->index, name)

#endif
