/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * models/drivers/virtqueue as a C++ test can call it: plain C types, no kernel header. Addresses are
 * pointer values, as the test's hypercalls give them to the ring.
 */
#ifndef RING_UNDER_TEST_H
#define RING_UNDER_TEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct ring_under_test;

struct ring_options {
	unsigned int size;
	bool event_idx;
	bool indirect;
	bool without_callback;
};
struct ring_buffer {
	const void *data;
	uint32_t len;
};

/* NULL when the ring cannot be made. */
struct ring_under_test *ring_create(const struct ring_options *options);
void ring_destroy(struct ring_under_test *ring);

int ring_add_out(struct ring_under_test *ring, const struct ring_buffer *buffers, unsigned int count,
		 void *token);
int ring_add_in(struct ring_under_test *ring, const struct ring_buffer *buffers, unsigned int count,
		void *token);
bool ring_kick_prepare(struct ring_under_test *ring);
bool ring_notify(struct ring_under_test *ring);
void *ring_get_buf(struct ring_under_test *ring, unsigned int *len);
void ring_disable_cb(struct ring_under_test *ring);
unsigned int ring_enable_cb_prepare(struct ring_under_test *ring);
bool ring_poll(struct ring_under_test *ring, unsigned int opaque);
bool ring_enable_cb(struct ring_under_test *ring);
bool ring_enable_cb_delayed(struct ring_under_test *ring);
int ring_interrupt(struct ring_under_test *ring);
void *ring_detach_unused(struct ring_under_test *ring);
/* virtqueue_reset; `recycle` gets each buffer that the device had not returned. */
int ring_reset(struct ring_under_test *ring, void (*recycle)(void *token));
unsigned int ring_resets(const struct ring_under_test *ring); /* asked of and undone by the transport */

bool ring_is_broken(const struct ring_under_test *ring);
unsigned int ring_num_free(const struct ring_under_test *ring);
unsigned int ring_callbacks(const struct ring_under_test *ring);
unsigned int ring_notifications(const struct ring_under_test *ring);
void ring_refuse_notifications(struct ring_under_test *ring);
/* What is left of a set of features when the transport has taken out what the ring does not know. */
uint64_t ring_accepted_features(uint64_t offered);

uint64_t ring_desc_address(struct ring_under_test *ring);
uint64_t ring_avail_address(struct ring_under_test *ring);
uint64_t ring_used_address(struct ring_under_test *ring);

/* Sizes and offsets as the C compiler sees them. */
struct ring_layout {
	size_t desc, desc_addr, desc_len, desc_flags, desc_next;
	size_t avail_flags, avail_idx, avail_ring;
	size_t used_flags, used_idx, used_ring, used_elem, used_elem_id, used_elem_len;
};
struct ring_layout ring_layout(void);

#ifdef __cplusplus
}
#endif
#endif
