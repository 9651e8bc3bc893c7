// SPDX-License-Identifier: GPL-2.0-only
/* NAPI (net/core/dev.c): state and poll lists are the model's, which knows a NAPI by its address. */
#include "kit.h"

static int napi_run(void *_napi, int budget)
{
	struct napi_struct *napi = _napi;

	return napi->poll(napi, budget);
}

/* netif_napi_add_tx() marks its own so before it calls this. */
static void add(struct net_device *dev, struct napi_struct *napi, int (*poll)(struct napi_struct *, int),
		int weight)
{
	napi->dev = dev;
	napi->poll = poll;
	napi->weight = weight;
	xs_napi_add(napi, napi_run, &napi->weight, test_bit(NAPI_STATE_NO_BUSY_POLL, &napi->state));
}

/* An inline function of later trees takes the device's lock around it. */
#ifdef XS_HAS_NAPI_LOCKED
void netif_napi_add_weight_locked(struct net_device *dev, struct napi_struct *napi,
				  int (*poll)(struct napi_struct *, int), int weight)
{
	add(dev, napi, poll, weight);
}

void __netif_napi_del_locked(struct napi_struct *napi)
{
	xs_napi_del(napi);
}
#else
#ifdef XS_HAS_NAPI_ADD_WEIGHT
void netif_napi_add_weight(struct net_device *dev, struct napi_struct *napi,
			   int (*poll)(struct napi_struct *, int), int weight)
#else
void netif_napi_add(struct net_device *dev, struct napi_struct *napi,
		    int (*poll)(struct napi_struct *, int), int weight)
#endif
{
	add(dev, napi, poll, weight);
}

void __netif_napi_del(struct napi_struct *napi)
{
	xs_napi_del(napi);
}
#endif

bool napi_schedule_prep(struct napi_struct *napi)
{
	return xs_napi_schedule_prep(napi);
}

void __napi_schedule(struct napi_struct *napi)
{
	xs_napi_schedule(napi);
}

bool napi_complete_done(struct napi_struct *napi, int work)
{
	return xs_napi_complete_done(napi, work);
}

bool napi_if_scheduled_mark_missed(struct napi_struct *napi)
{
	return xs_napi_if_scheduled_mark_missed(napi);
}

void napi_disable(struct napi_struct *napi)
{
	xs_napi_disable(napi);
}

void napi_enable(struct napi_struct *napi)
{
	xs_napi_enable(napi);
}
