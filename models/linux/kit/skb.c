// SPDX-License-Identifier: GPL-2.0-only
/*
 * Socket buffers (net/core/skbuff.c). The model's sender has one of its own kind; the driver gets the
 * tree's with a copy of its bytes, and the model hears what became of it. Linear data only.
 */
#include "kit.h"
#include <linux/etherdevice.h>
#include <linux/skbuff.h>
#include <net/sock.h>

/* An skb and the model's that it stands for; NULL for a received one. */
struct shadow {
	struct sk_buff skb;
	struct xs_skb *model;
};

static struct shadow *shadow_of(struct sk_buff *skb)
{
	return container_of(skb, struct shadow, skb);
}

/* Over a buffer of so many bytes, of which the last are the shared info. */
static struct sk_buff *skb_over(void *buffer, unsigned int bytes, gfp_t flags)
{
	struct shadow *shadow = xs_get(sizeof(*shadow), flags | __GFP_ZERO);

	if (!shadow)
		return NULL;
	shadow->skb.head = shadow->skb.data = buffer;
	shadow->skb.truesize = SKB_TRUESIZE(bytes);
	skb_reset_tail_pointer(&shadow->skb);
	shadow->skb.end = bytes - SKB_DATA_ALIGN(sizeof(struct skb_shared_info));
	refcount_set(&shadow->skb.users, 1);
	memset(skb_shinfo(&shadow->skb), 0, offsetof(struct skb_shared_info, dataref));
	atomic_set(&skb_shinfo(&shadow->skb)->dataref, 1);
	return &shadow->skb;
}

static struct sk_buff *skb_alloc(unsigned int room, gfp_t flags)
{
	const unsigned int bytes = SKB_DATA_ALIGN(room) + SKB_DATA_ALIGN(sizeof(struct skb_shared_info));
	void *buffer = xs_get(bytes, flags);
	struct sk_buff *skb = buffer ? skb_over(buffer, bytes, flags) : NULL;

	if (!skb)
		kfree(buffer);
	return skb;
}

struct sk_buff *build_skb(void *buffer, unsigned int bytes)
{
	struct sk_buff *skb = skb_over(buffer, bytes, GFP_ATOMIC);

	if (skb)
		skb->head_frag = 1;
	return skb;
}

struct sk_buff *__napi_alloc_skb(struct napi_struct *napi, unsigned int bytes, gfp_t flags)
{
	struct sk_buff *skb = skb_alloc(NET_SKB_PAD + NET_IP_ALIGN + bytes, flags);

	if (skb) {
		skb_reserve(skb, NET_SKB_PAD + NET_IP_ALIGN);
		skb->dev = napi->dev;
	}
	return skb;
}

#ifndef XS_HAS_INLINE_NAPI_ALLOC_SKB
struct sk_buff *napi_alloc_skb(struct napi_struct *napi, unsigned int bytes)
{
	return __napi_alloc_skb(napi, bytes, GFP_ATOMIC);
}
#endif

static void model_orphaned(struct sk_buff *skb)
{
	xs_skb_orphan(shadow_of(skb)->model);
}

struct sk_buff *xs_skb_for(struct xs_skb *model)
{
	struct sk_buff *skb = skb_alloc(model->headroom + model->len, GFP_ATOMIC);

	if (!skb)
		return NULL;
	shadow_of(skb)->model = model;
	skb_reserve(skb, model->headroom);
	memcpy(skb_put(skb, model->len), model->data, model->len);
	skb_reset_mac_header(skb);
	skb_set_queue_mapping(skb, model->queue);
	skb->destructor = model_orphaned;
	return skb;
}

void xs_skb_refused(struct sk_buff *skb)
{
	kfree(skb->head);
	kfree(shadow_of(skb));
}

static void free_head(struct sk_buff *skb)
{
	struct page *page;

	if (!skb->head_frag) {
		kfree(skb->head);
		return;
	}
	page = virt_to_head_page(skb->head);
#ifdef XS_HAS_SKB_PP_RECYCLE
	if (skb->pp_recycle && xs_page_pool_takes(page))
		return;
#endif
	put_page(page);
}

/* The last reference frees; none at all is fine, as in the kernel. */
void xs_skb_done(struct sk_buff *skb, enum xs_skb_end how)
{
	struct shadow *shadow;

	if (!skb_unref(skb))
		return;
	shadow = shadow_of(skb);
	if (shadow->model)
		xs_skb_end(shadow->model, how);
	free_head(skb);
	kfree(shadow);
}

void napi_consume_skb(struct sk_buff *skb, int budget)
{
	xs_skb_done(skb, XS_SKB_CONSUMED);
}

#ifdef XS_HAS_PLAIN_KFREE_SKB
void kfree_skb(struct sk_buff *skb)
{
	if (skb)
		xs_skb_done(skb, XS_SKB_DROPPED);
}
#endif

#ifdef XS_HAS_SKB_DROP_REASON
#ifndef XS_HAS_SK_SKB_REASON_DROP
void kfree_skb_reason(struct sk_buff *skb, enum skb_drop_reason reason)
{
	xs_skb_done(skb, XS_SKB_DROPPED);
}

#else
#ifdef XS_HAS_SKB_REASON_DROP_CONST
void sk_skb_reason_drop(const struct sock *sk, struct sk_buff *skb, enum skb_drop_reason reason)
#else
void sk_skb_reason_drop(struct sock *sk, struct sk_buff *skb, enum skb_drop_reason reason)
#endif
{
	xs_skb_done(skb, XS_SKB_DROPPED);
}
#endif

#ifdef XS_HAS_DEV_KFREE_SKB_ANY_REASON
void dev_kfree_skb_any_reason(struct sk_buff *skb, enum skb_drop_reason reason)
{
	xs_skb_done(skb, reason == SKB_CONSUMED ? XS_SKB_CONSUMED : XS_SKB_DROPPED);
}
#endif
#endif

#ifdef XS_HAS_SKB_FREE_REASON
void __dev_kfree_skb_any(struct sk_buff *skb, enum skb_free_reason reason)
{
	xs_skb_done(skb, reason == SKB_REASON_CONSUMED ? XS_SKB_CONSUMED : XS_SKB_DROPPED);
}
#endif

void *skb_put(struct sk_buff *skb, unsigned int bytes)
{
	void *end = skb_tail_pointer(skb);

	if (skb->tail + bytes > skb->end)
		xs_bug("skb_put beyond the end of the buffer", __FILE__, __LINE__);
	skb->tail += bytes;
	skb->len += bytes;
	return end;
}

int skb_to_sgvec(struct sk_buff *skb, struct scatterlist *list, int offset, int bytes)
{
	if (skb_is_nonlinear(skb))
		xs_gap("skb_to_sgvec: fragments");
	sg_set_buf(list, skb->data + offset, bytes);
	sg_mark_end(list);
	return 1;
}

/* The stack of the model reads a packet and asks for no more of it than that it is one. */
__be16 eth_type_trans(struct sk_buff *skb, struct net_device *dev)
{
	const struct ethhdr *header = (const struct ethhdr *)skb->data;

	skb->dev = dev;
	skb_reset_mac_header(skb);
	__skb_pull(skb, ETH_HLEN);
	return header->h_proto;
}

/* Up the stack: read whole, with its header, and freed. */
#ifdef XS_HAS_GRO_NODE
gro_result_t gro_receive_skb(struct gro_node *gro, struct sk_buff *skb)
#else
gro_result_t napi_gro_receive(struct napi_struct *napi, struct sk_buff *skb)
#endif
{
	if (skb_is_nonlinear(skb))
		xs_gap("napi_gro_receive: fragments");
	xs_netif_receive(skb_get_rx_queue(skb), skb_mac_header(skb), skb->len + ETH_HLEN);
	xs_skb_done(skb, XS_SKB_CONSUMED);
	return GRO_NORMAL;
}
