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

static int call_setup_program(void *dev, void *program)
{
	struct net_device *self = dev;
	struct netdev_bpf request = { .command = XDP_SETUP_PROG, .prog = program };

	return self->netdev_ops->ndo_bpf ? self->netdev_ops->ndo_bpf(self, &request) : -EOPNOTSUPP;
}

/* The core refuses what the driver has not declared: 5.11's knows no times. */
static int call_set_coalesce(void *dev, uint32_t tx_frames, uint32_t tx_usecs)
{
	struct net_device *self = dev;
	struct ethtool_coalesce request = { .rx_max_coalesced_frames = 1, .tx_max_coalesced_frames = tx_frames };

	if (!self->ethtool_ops || !self->ethtool_ops->set_coalesce || tx_usecs)
		return -EOPNOTSUPP;
	return self->ethtool_ops->set_coalesce(self, &request);
}

/* Two tables, so that the core can see whether the driver has zero-copy at all. */
static const struct xs_netdev_ops ops_plain = {
	.open = call_open,
	.stop = call_stop,
	.start_xmit = call_start_xmit,
	.setup_pool = call_setup_pool,
	.setup_program = call_setup_program,
	.set_coalesce = call_set_coalesce,
	.get_stats = call_get_stats,
};
static const struct xs_netdev_ops ops_with_xsk = {
	.open = call_open,
	.stop = call_stop,
	.start_xmit = call_start_xmit,
	.setup_pool = call_setup_pool,
	.xsk_wakeup = call_xsk_wakeup,
	.setup_program = call_setup_program,
	.set_coalesce = call_set_coalesce,
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
		dev->_tx[i].xmit_lock_owner = -1;
		xs_txq_add(&dev->_tx[i], &dev->_tx[i]._xmit_lock, i);
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

void unregister_netdev(struct net_device *dev)
{
	xs_unregister_netdev();
}

/* The queues' locks are had once, so that nobody is inside start_xmit who began before. */
void netif_device_detach(struct net_device *dev)
{
	unsigned int i;

	for (i = 0; i < dev->num_tx_queues; i++) {
		__netif_tx_lock_bh(&dev->_tx[i]);
		if (netif_running(dev))
			netif_tx_stop_queue(&dev->_tx[i]);
		__netif_tx_unlock_bh(&dev->_tx[i]);
	}
}

void netif_device_attach(struct net_device *dev)
{
	unsigned int i;

	for (i = 0; i < dev->num_tx_queues && netif_running(dev); i++)
		netif_tx_wake_queue(&dev->_tx[i]);
}
