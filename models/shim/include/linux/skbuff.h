/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Kind: custom (include/linux/skbuff.h, 5.11). Buffers are the model's: struct sk_buff has the
 * layout of struct xs_skb. Linear data only: no fragments, clones or offloads, so the helpers that
 * ask for them answer what the kernel answers for such a buffer.
 */
#ifndef _LINUX_SKBUFF_H
#define _LINUX_SKBUFF_H

#include <linux/kernel.h>
#include <linux/scatterlist.h>

#define MAX_SKB_FRAGS 17
#define NET_SKB_PAD 64
#define NET_IP_ALIGN 0

struct sk_buff {
	unsigned char *data;
	u32 len;
	u16 queue_mapping;
	/*
	 * Ours, for what the kernel keeps elsewhere: whether more follow (a word of the vCPU), whose buffer
	 * it is and which (the sender's socket), how much room lies before the data (head and data).
	 */
	u8 xmit_more;
	u8 orphaned;
	u64 sequence;
	char cb[48];
	u32 headroom;
};

_Static_assert(sizeof(struct sk_buff) == sizeof(struct xs_skb), "one layout on both sides");
_Static_assert(offsetof(struct sk_buff, data) == offsetof(struct xs_skb, data), "data");
_Static_assert(offsetof(struct sk_buff, len) == offsetof(struct xs_skb, len), "len");
_Static_assert(offsetof(struct sk_buff, queue_mapping) == offsetof(struct xs_skb, queue), "queue");
_Static_assert(offsetof(struct sk_buff, xmit_more) == offsetof(struct xs_skb, xmit_more), "more");
_Static_assert(offsetof(struct sk_buff, cb) == offsetof(struct xs_skb, cb), "cb");
_Static_assert(offsetof(struct sk_buff, headroom) == offsetof(struct xs_skb, headroom), "headroom");

struct skb_shared_info {
	u8 nr_frags;
};

static __always_inline unsigned int skb_headroom(const struct sk_buff *skb)
{
	return skb->headroom;
}

static __always_inline int skb_header_cloned(const struct sk_buff *skb)
{
	return 0;
}

static __always_inline void *__skb_push(struct sk_buff *skb, unsigned int len)
{
	skb->data -= len;
	skb->len += len;
	skb->headroom -= len;
	return skb->data;
}

static __always_inline void *__skb_pull(struct sk_buff *skb, unsigned int len)
{
	skb->len -= len;
	skb->headroom += len;
	return skb->data += len;
}

static __always_inline u16 skb_get_queue_mapping(const struct sk_buff *skb)
{
	return skb->queue_mapping;
}

/* A linear buffer is one entry. */
static __always_inline int skb_to_sgvec(struct sk_buff *skb, struct scatterlist *sg, int offset, int len)
{
	sg_set_buf(sg, skb->data + offset, len);
	sg_mark_end(sg);
	return 1;
}

static __always_inline void skb_orphan(struct sk_buff *skb)
{
	xs_skb_orphan((struct xs_skb *)skb);
}

/* Stub: there is no connection tracking to let go of. */
static __always_inline void nf_reset_ct(struct sk_buff *skb)
{
}

/* Stub: nobody asks for transmit time stamps. */
static __always_inline void skb_tx_timestamp(struct sk_buff *skb)
{
}

static __always_inline void napi_consume_skb(struct sk_buff *skb, int budget)
{
	xs_skb_end((struct xs_skb *)skb, XS_SKB_CONSUMED);
}

static __always_inline void dev_kfree_skb_any(struct sk_buff *skb)
{
	xs_skb_end((struct xs_skb *)skb, XS_SKB_DROPPED);
}

static __always_inline void dev_kfree_skb(struct sk_buff *skb)
{
	xs_skb_end((struct xs_skb *)skb, XS_SKB_DROPPED);
}

#endif
