// SPDX-License-Identifier: GPL-2.0-only
/*
 * The network device (net/core/dev.c, net/sched/sch_generic.c): made, registered, opened and closed,
 * and the ways back into the driver's operations. Its transmit queues are known to the model by the
 * addresses of netdev_queue and _xmit_lock; the stop bit in the queue's state is kept with the
 * model (bits.c).
 */
#include "kit.h"
#include <linux/etherdevice.h>
#include <linux/ethtool.h>
#include <net/net_failover.h>
#if __has_include(<net/netdev_rx_queue.h>)
#include <net/netdev_rx_queue.h>
#endif

#define XS_CPUS_MAX 64

/* What inline code reads per vCPU: whether more skbs are to come (netdev_xmit_more). The first copy is the symbol. */
struct softnet_data softnet_copies[XS_CPUS_MAX];
asm(".globl softnet_data\n.hidden softnet_data\n.set softnet_data, softnet_copies");
/* Where a program says what it redirects to; up to 6.10 looked at before it runs. */
u8 redirect_copies[XS_CPUS_MAX * sizeof(struct softnet_data)] __aligned(64);
asm(".globl bpf_redirect_info\n.hidden bpf_redirect_info\n.set bpf_redirect_info, redirect_copies");
unsigned long __per_cpu_offset[NR_CPUS];

static struct net_device *the_device;

struct net_device *xs_the_device(void)
{
	return the_device;
}

/* Which of an array of queues the address lies in, where it is `offset` behind the queue's beginning. */
static XS_QUIET int pair_of(const volatile void *address, size_t offset)
{
	unsigned long distance;

	if (!the_device)
		return -1;
	distance = (unsigned long)address - (unsigned long)the_device->_tx;
	if (distance >= the_device->num_tx_queues * sizeof(struct netdev_queue) ||
	    distance % sizeof(struct netdev_queue) != offset)
		return -1;
	return distance / sizeof(struct netdev_queue);
}

XS_QUIET int xs_pair_of_state(const volatile unsigned long *word)
{
	return pair_of(word, offsetof(struct netdev_queue, state));
}

XS_QUIET int xs_pair_of_lock(const void *lock)
{
	return pair_of(lock, offsetof(struct netdev_queue, _xmit_lock));
}

static bool make_queues(struct net_device *dev, unsigned int txqs, unsigned int rxqs)
{
	unsigned int i;

	dev->_tx = xs_get(txqs * sizeof(*dev->_tx), GFP_KERNEL | __GFP_ZERO);
	dev->_rx = xs_get(rxqs * sizeof(*dev->_rx), GFP_KERNEL | __GFP_ZERO);
	dev->dev_addr = xs_get(MAX_ADDR_LEN, GFP_KERNEL | __GFP_ZERO);
	if (!dev->_tx || !dev->_rx || !dev->dev_addr)
		return false;
	dev->num_tx_queues = dev->real_num_tx_queues = txqs;
	dev->num_rx_queues = dev->real_num_rx_queues = rxqs;
	for (i = 0; i < txqs; i++) {
		dev->_tx[i].dev = dev;
		dev->_tx[i].xmit_lock_owner = -1;
		dql_init(&dev->_tx[i].dql, HZ);
		xs_txq_add(&dev->_tx[i], &dev->_tx[i]._xmit_lock, i);
	}
	return true;
}

struct net_device *alloc_etherdev_mqs(int private_bytes, unsigned int txqs, unsigned int rxqs)
{
	const size_t bytes = ALIGN(sizeof(struct net_device), NETDEV_ALIGN) + private_bytes;
	struct net_device *dev = xs_get(bytes, GFP_KERNEL | __GFP_ZERO);

	if (!dev)
		return NULL;
	if (!make_queues(dev, txqs, rxqs)) {
		free_netdev(dev);
		return NULL;
	}
	the_device = dev;
	xs_netdev_private(netdev_priv(dev), private_bytes);
	dev->mtu = ETH_DATA_LEN;
	dev->hard_header_len = ETH_HLEN;
	dev->addr_len = ETH_ALEN;
	return dev;
}

void free_netdev(struct net_device *dev)
{
	the_device = NULL;
	kfree(dev->_tx);
	kfree(dev->_rx);
	kfree(dev->dev_addr);
	kfree(dev);
}

/* --- the ways in -------------------------------------------------------------- */

/* dev_activate(): what the driver stopped before it was opened is started. */
static void start_queues(struct net_device *dev)
{
	unsigned int i;

	for (i = 0; i < dev->num_tx_queues; i++)
		if (test_bit(__QUEUE_STATE_DRV_XOFF, &dev->_tx[i].state))
			clear_bit(__QUEUE_STATE_DRV_XOFF, &dev->_tx[i].state);
}

static int call_open(void *_dev)
{
	struct net_device *dev = _dev;
	int err;

	set_bit(__LINK_STATE_START, &dev->state);
	err = dev->netdev_ops->ndo_open(dev);
	if (err) {
		clear_bit(__LINK_STATE_START, &dev->state);
		return err;
	}
	dev->flags |= IFF_UP;
	start_queues(dev);
	return 0;
}

static int call_stop(void *_dev)
{
	struct net_device *dev = _dev;

	clear_bit(__LINK_STATE_START, &dev->state);
	dev->flags &= ~IFF_UP;
	return dev->netdev_ops->ndo_stop(dev);
}

/* netdev_start_xmit() and what of it concerns a driver: called with the queue's lock. */
static int call_start_xmit(void *_model, void *_dev)
{
	struct xs_skb *model = _model;
	struct net_device *dev = _dev;
	struct netdev_queue *queue = netdev_get_tx_queue(dev, model->queue);
	struct sk_buff *skb = xs_skb_for(model);
	int result;

	if (!skb)
		return NETDEV_TX_BUSY;
	skb->dev = dev;
	WRITE_ONCE(queue->xmit_lock_owner, smp_processor_id());
	result = __netdev_start_xmit(dev->netdev_ops, skb, dev, model->xmit_more);
	if (result == NETDEV_TX_OK)
#ifdef XS_HAS_TRANS_UPDATE_OF_DEV
		txq_trans_update(dev, queue);
#else
		txq_trans_update(queue);
#endif
	else
		xs_skb_refused(skb);
	WRITE_ONCE(queue->xmit_lock_owner, -1);
	return result;
}

static int call_setup_pool(void *_dev, uint32_t pool, void *handle, unsigned int pair)
{
	struct net_device *dev = _dev;

	if (!dev->netdev_ops->ndo_bpf || !dev->netdev_ops->ndo_xsk_wakeup)
		return -EOPNOTSUPP;
	return xs_xsk_setup_pool(dev, handle, pair);
}

static int call_xsk_wakeup(void *_dev, unsigned int pair, unsigned int flags)
{
	struct net_device *dev = _dev;

	return dev->netdev_ops->ndo_xsk_wakeup(dev, pair, flags);
}

static int call_setup_program(void *_dev, void *program)
{
	struct net_device *dev = _dev;
	struct netdev_bpf request = {
		.command = XDP_SETUP_PROG,
		.prog = program ? xs_program_for(program) : NULL,
	};

	return dev->netdev_ops->ndo_bpf ? dev->netdev_ops->ndo_bpf(dev, &request) : -EOPNOTSUPP;
}

#ifdef XS_HAS_KERNEL_COALESCE
#define XS_COALESCE(operation, dev, asked) \
	((dev)->ethtool_ops->operation(dev, asked, &(struct kernel_ethtool_coalesce){}, NULL))
#else
#define XS_COALESCE(operation, dev, asked) ((dev)->ethtool_ops->operation(dev, asked))
#endif

/*
 * `ethtool -C DEV tx-frames N tx-usecs N` (net/ethtool/coalesce.c): with 0 frames the driver reaps where
 * it sends, without TX NAPI. The rest stays as the driver says that it is; what the driver has not declared
 * the core refuses.
 */
static int call_set_coalesce(void *_dev, uint32_t tx_frames, uint32_t tx_usecs)
{
	struct net_device *dev = _dev;
	struct ethtool_coalesce asked = {};
	int err;

	if (!dev->ethtool_ops || !dev->ethtool_ops->set_coalesce || !dev->ethtool_ops->get_coalesce)
		return -EOPNOTSUPP;
	err = XS_COALESCE(get_coalesce, dev, &asked);
	if (err)
		return err;
	if (tx_usecs && !(dev->ethtool_ops->supported_coalesce_params & ETHTOOL_COALESCE_TX_USECS))
		return -EOPNOTSUPP;
	asked.tx_max_coalesced_frames = tx_frames;
	asked.tx_coalesce_usecs = tx_usecs;
	return XS_COALESCE(set_coalesce, dev, &asked);
}

static void call_get_stats(void *_dev, uint64_t *tx_packets, uint64_t *tx_bytes)
{
	struct net_device *dev = _dev;
	struct rtnl_link_stats64 read = {};

	if (!dev->netdev_ops->ndo_get_stats64)
		xs_gap("statistics of a driver without ndo_get_stats64");
	dev->netdev_ops->ndo_get_stats64(dev, &read);
	*tx_packets = read.tx_packets;
	*tx_bytes = read.tx_bytes;
}

/* Two tables, so that the core can see whether the driver has zero copy at all. */
#define XS_OPERATIONS                                                                       \
	.open = call_open, .stop = call_stop, .start_xmit = call_start_xmit,                \
	.setup_pool = call_setup_pool, .setup_program = call_setup_program,                 \
	.set_coalesce = call_set_coalesce, .get_stats = call_get_stats
static const struct xs_netdev_ops without_xsk = { XS_OPERATIONS };
static const struct xs_netdev_ops with_xsk = { XS_OPERATIONS, .xsk_wakeup = call_xsk_wakeup };

int register_netdevice(struct net_device *dev)
{
	dev->reg_state = NETREG_REGISTERED;
	/* Else netif_device_detach() takes it for detached, and stops no queue. */
	set_bit(__LINK_STATE_PRESENT, &dev->state);
	return xs_register_netdev(dev, dev->netdev_ops->ndo_xsk_wakeup ? &with_xsk : &without_xsk,
				  dev->num_tx_queues);
}

void unregister_netdev(struct net_device *dev)
{
	xs_unregister_netdev();
	dev->reg_state = NETREG_UNREGISTERED;
}

/* --- what drivers ask for ----------------------------------------------------- */

int netif_set_real_num_tx_queues(struct net_device *dev, unsigned int queues)
{
	dev->real_num_tx_queues = queues;
	return 0;
}

int netif_set_real_num_rx_queues(struct net_device *dev, unsigned int queues)
{
	dev->real_num_rx_queues = queues;
	return 0;
}

void netif_carrier_on(struct net_device *dev)
{
	clear_bit(__LINK_STATE_NOCARRIER, &dev->state);
}

void netif_carrier_off(struct net_device *dev)
{
	set_bit(__LINK_STATE_NOCARRIER, &dev->state);
}

void netif_tx_wake_queue(struct netdev_queue *queue)
{
	test_and_clear_bit(__QUEUE_STATE_DRV_XOFF, &queue->state);
}

void netif_tx_stop_all_queues(struct net_device *dev)
{
	unsigned int i;

	for (i = 0; i < dev->num_tx_queues; i++)
		netif_tx_stop_queue(netdev_get_tx_queue(dev, i));
}

#ifndef XS_HAS_INLINE_TX_LOCK
/* The queue's lock is had once for each, so that nobody who began before is inside start_xmit. */
void netif_tx_lock(struct net_device *dev)
{
	unsigned int i;

	for (i = 0; i < dev->num_tx_queues; i++) {
		struct netdev_queue *queue = netdev_get_tx_queue(dev, i);

		__netif_tx_lock(queue, smp_processor_id());
		set_bit(__QUEUE_STATE_FROZEN, &queue->state);
		__netif_tx_unlock(queue);
	}
}

void netif_tx_unlock(struct net_device *dev)
{
	unsigned int i;

	for (i = 0; i < dev->num_tx_queues; i++)
		clear_bit(__QUEUE_STATE_FROZEN, &netdev_get_tx_queue(dev, i)->state);
}
#endif

void netif_device_detach(struct net_device *dev)
{
	if (test_and_clear_bit(__LINK_STATE_PRESENT, &dev->state) && netif_running(dev))
		netif_tx_stop_all_queues(dev);
}

void netif_device_attach(struct net_device *dev)
{
	unsigned int i;

	if (test_and_set_bit(__LINK_STATE_PRESENT, &dev->state) || !netif_running(dev))
		return;
	for (i = 0; i < dev->num_tx_queues; i++)
		netif_tx_wake_queue(netdev_get_tx_queue(dev, i));
}

/* Called where the last bit that stopped the queue was cleared: then it was woken (bits.c). */
void netif_schedule_queue(struct netdev_queue *queue)
{
}

/* For user space to read (netlink): nobody does. */
#ifdef XS_HAS_QUEUE_SET_NAPI
void netif_queue_set_napi(struct net_device *dev, unsigned int queue, enum netdev_queue_type type,
			  struct napi_struct *napi)
{
}
#endif

/* Which vCPU sends on which queue is the scenario's to say. */
#ifdef XS_HAS_XPS_MAP_TYPE
int __netif_set_xps_queue(struct net_device *dev, const unsigned long *mask, u16 index, enum xps_map_type type)
#else
int __netif_set_xps_queue(struct net_device *dev, const unsigned long *mask, u16 index, bool is_rxqs_map)
#endif
{
	return 0;
}

#ifndef XS_HAS_INLINE_DEV_ADDR_MOD
void dev_addr_mod(struct net_device *dev, unsigned int offset, const void *address, size_t length)
{
	memcpy((u8 *)dev->dev_addr + offset, address, length);
}
#endif

/* net/core/failover.c: a second device in this one's place. VIRTIO_NET_F_STANDBY is not offered. */
void net_failover_destroy(struct failover *failover)
{
	if (failover)
		xs_gap("net_failover_destroy");
}

int xs_netdev_init(void);
int xs_netdev_init(void)
{
	unsigned int i;

	for (i = 0; i < XS_CPUS_MAX; i++)
		__per_cpu_offset[i] = i * sizeof(struct softnet_data);
	return 0;
}
