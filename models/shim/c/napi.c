// SPDX-License-Identifier: GPL-2.0-only
/* NAPI: registration and the way back into the driver's poll function. */
#include <linux/netdevice.h>

static int napi_run(void *napi, int budget)
{
	struct napi_struct *self = napi;

	return self->poll(self, budget);
}

static void add(struct net_device *dev, struct napi_struct *napi,
		int (*poll)(struct napi_struct *, int), int weight)
{
	napi->dev = dev;
	napi->poll = poll;
	napi->weight = weight;
}

void netif_napi_add(struct net_device *dev, struct napi_struct *napi,
		    int (*poll)(struct napi_struct *, int), int weight)
{
	add(dev, napi, poll, weight);
	xs_napi_add(napi, napi_run, &napi->weight, false);
}

void netif_tx_napi_add(struct net_device *dev, struct napi_struct *napi,
		       int (*poll)(struct napi_struct *, int), int weight)
{
	add(dev, napi, poll, weight);
	xs_napi_add(napi, napi_run, &napi->weight, true);
}
