/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The kernel below a tree's driver: what its objects leave undefined. One file a subsystem; each
 * function is as the kernel's is said to be, or does nothing on purpose and says why. What nobody
 * has written is a gap: the build makes a function of that name which ends the run as inconclusive
 * (sim/import/tree_gaps.hpp). Nothing here is plausible and silent.
 *
 * The same interface has other names and types in other versions, and stable trees take changes
 * over. So a name that only some trees know is defined for all, and where a type differs, the tree
 * is asked (probes, XS_HAS_...).
 */
#ifndef XSKSIM_KIT_H
#define XSKSIM_KIT_H

#include <linux/netdevice.h>
#include <linux/slab.h>
#include <xsksim/probed.h>

#include <asm/hypercalls.h>

struct bpf_prog;

/* Not seen by the hooks: no access, no point, no step. For what no real kernel has there. */
#define XS_QUIET __attribute__((__no_sanitize_thread__, __no_sanitize_coverage__))

/* Of these flags the model goes by two: whether zeroed, whether it may sleep. */
static inline unsigned int xs_alloc_flags(gfp_t flags)
{
	return (flags & __GFP_ZERO ? XS_ALLOC_ZERO : 0) | (flags & __GFP_DIRECT_RECLAIM ? 0 : XS_ALLOC_ATOMIC);
}

/* kmalloc by its flags; zeroed with __GFP_ZERO. */
void *xs_get(size_t bytes, gfp_t flags);

/* Whatever is left of devm_kmalloc(), as the driver lets go of its device. */
void xs_free_managed(void);

/* The one network device, NULL until it is allocated. */
struct net_device *xs_the_device(void);
/* The pair of a queue whose state word, or whose _xmit_lock, lies there; negative: of none. */
int xs_pair_of_state(const volatile unsigned long *word);
int xs_pair_of_lock(const void *lock);

/* One page, or more of them (compound), with a count of 1. */
struct page *xs_pages(gfp_t flags, unsigned int order);
void xs_page_release(struct page *page);

/* The pool that the page is of has it back; false: it is of none. */
bool xs_page_pool_takes(struct page *page);

/* Binds the model's AF_XDP pool to a pair, or, with NULL, unbinds the one that is. */
int xs_xsk_setup_pool(struct net_device *dev, struct xs_xsk_pool *model, unsigned int pair);

/* The driver's program for the model's. */
struct bpf_prog *xs_program_for(struct xs_xdp_program *model);

/* The driver refused it (NETDEV_TX_BUSY): the model keeps its own, and sends it again. */
void xs_skb_refused(struct sk_buff *skb);
void xs_skb_done(struct sk_buff *skb, enum xs_skb_end how);
/* The driver's skb for the model's, with a copy of its bytes. */
struct sk_buff *xs_skb_for(struct xs_skb *model);

#endif
