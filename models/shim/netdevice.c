// SPDX-License-Identifier: GPL-2.0-only
/* Network devices: allocation, registration, and the ways back into the driver's operations. */
#include <linux/bpf.h>
#include <linux/etherdevice.h>
#include <linux/virtio_config.h>
#include <net/xdp_sock_drv.h>

#define XS_CPUS_MAX 64

/* What start_xmit was told about more buffers to come: one word a vCPU, as in the kernel. */
static u8 xmit_more[XS_CPUS_MAX];

bool netdev_xmit_more(void)
{
	return xmit_more[smp_processor_id()];
}

static int call_open(void *dev)
{
	struct net_device *self = dev;

	return self->netdev_ops->ndo_open(self);
}

static int call_stop(void *dev)
{
	struct net_device *self = dev;

	return self->netdev_ops->ndo_stop(self);
}

static int call_start_xmit(void *skb, void *dev)
{
	struct net_device *self = dev;
	struct sk_buff *buffer = skb;

	BUG_ON(smp_processor_id() >= XS_CPUS_MAX);
	xmit_more[smp_processor_id()] = buffer->xmit_more;
	return self->netdev_ops->ndo_start_xmit(buffer, self);
}

/* A pool that wants to be mapped by the driver and was not is refused, as xp_assign_dev() does. */
static int call_setup_pool(void *dev, uint32_t pool, void *pool_handle, unsigned int pair)
{
	struct net_device *self = dev;
	struct netdev_bpf request = {
		.command = XDP_SETUP_XSK_POOL,
		.xsk = { .pool = pool_handle, .queue_id = pair, .need_dma = true },
	};
	int err;

	if (!self->netdev_ops->ndo_bpf || !self->netdev_ops->ndo_xsk_wakeup)
		return -EOPNOTSUPP;
	err = self->netdev_ops->ndo_bpf(self, &request);
	if (err || !pool_handle || !request.xsk.need_dma)
		return err;
	xs_gap("xsk: a driver that maps the pool's pages itself");
}

static int call_xsk_wakeup(void *dev, unsigned int pair, unsigned int flags)
{
	struct net_device *self = dev;

	return self->netdev_ops->ndo_xsk_wakeup(self, pair, flags);
}

static void call_get_stats(void *dev, uint64_t *tx_packets, uint64_t *tx_bytes)
{
	struct net_device *self = dev;
	struct rtnl_link_stats64 read = {};

	if (!self->netdev_ops->ndo_get_stats64)
		xs_gap("statistics of a driver without ndo_get_stats64");
	self->netdev_ops->ndo_get_stats64(self, &read);
	*tx_packets = read.tx_packets;
	*tx_bytes = read.tx_bytes;
}

static void call_remove(void *dev)
{
	xs_driver_exit();
}

/* Two tables, so that the core can see whether the driver has zero-copy at all. */
static const struct xs_netdev_ops ops_plain = {
	.open = call_open,
	.stop = call_stop,
	.start_xmit = call_start_xmit,
	.setup_pool = call_setup_pool,
	.remove = call_remove,
	.get_stats = call_get_stats,
};
static const struct xs_netdev_ops ops_with_xsk = {
	.open = call_open,
	.stop = call_stop,
	.start_xmit = call_start_xmit,
	.setup_pool = call_setup_pool,
	.xsk_wakeup = call_xsk_wakeup,
	.remove = call_remove,
	.get_stats = call_get_stats,
};

struct net_device *alloc_etherdev_mqs(int sizeof_priv, unsigned int txqs, unsigned int rxqs)
{
	const size_t bytes = ALIGN(sizeof(struct net_device), NETDEV_ALIGN) + sizeof_priv;
	struct net_device *dev = kzalloc(bytes, GFP_KERNEL);
	unsigned int i;

	if (!dev)
		return NULL;
	dev->_tx = kcalloc(txqs, sizeof(*dev->_tx), GFP_KERNEL);
	if (!dev->_tx) {
		kfree(dev);
		return NULL;
	}
	xs_netdev_private(netdev_priv(dev), sizeof_priv);
	dev->num_tx_queues = txqs;
	dev->real_num_tx_queues = txqs;
	dev->real_num_rx_queues = rxqs;
	dev->mtu = ETH_DATA_LEN;
	dev->hard_header_len = ETH_HLEN;
	for (i = 0; i < txqs; i++) {
		dev->_tx[i].dev = dev;
		dev->_tx[i].index = i;
		dev->_tx[i].xmit_lock_owner = -1;
	}
	return dev;
}

void free_netdev(struct net_device *dev)
{
	kfree(dev->_tx);
	kfree(dev);
}

int register_netdev(struct net_device *dev)
{
	return xs_register_netdev(dev, dev->netdev_ops->ndo_xsk_wakeup ? &ops_with_xsk : &ops_plain,
				  dev->num_tx_queues);
}

/* The kernel closes the interface and takes the pools away here; the model does it before. */
void unregister_netdev(struct net_device *dev)
{
	if (xs_netif_running())
		xs_gap("unregister_netdev of a running interface");
}
