/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Kind: custom (include/linux/netdevice.h, 5.11). The members are the kernel's, as far as drivers here
 * use them. Queue state, NAPI state and the transmit lock live in the model, which knows NAPIs and
 * queues by their addresses; `state` is read where the kernel's functions touch it and holds nothing.
 */
#ifndef _LINUX_NETDEVICE_H
#define _LINUX_NETDEVICE_H

#include <linux/interrupt.h>
#include <linux/kernel.h>
#include <linux/rcupdate.h>
#include <linux/skbuff.h>
#include <linux/slab.h>
#include <linux/smp.h>
#include <linux/spinlock.h>
#include <linux/u64_stats_sync.h>
#include <uapi/linux/if_ether.h>
#include <uapi/linux/if_link.h>

#define NAPI_POLL_WEIGHT 64
#define NETDEV_ALIGN 32

#define IFF_UP (1 << 0)
#define IFF_UNICAST_FLT (1 << 17)
#define IFF_LIVE_ADDR_CHANGE (1 << 20)

typedef enum netdev_tx {
	NETDEV_TX_OK = 0x00,
	NETDEV_TX_BUSY = 0x10,
} netdev_tx_t;

struct net_device;
struct netdev_bpf;
struct xdp_frame;

struct napi_struct {
	unsigned long state;
	int weight;
	int (*poll)(struct napi_struct *napi, int budget);
	struct net_device *dev;
};

struct netdev_queue {
	struct net_device *dev;
	spinlock_t _xmit_lock;
	int xmit_lock_owner;
	unsigned long state;
};

struct net_device_stats {
	unsigned long tx_dropped;
	unsigned long tx_fifo_errors;
	unsigned long rx_dropped;
	unsigned long rx_length_errors;
};

struct net_device_ops {
	int (*ndo_open)(struct net_device *dev);
	int (*ndo_stop)(struct net_device *dev);
	netdev_tx_t (*ndo_start_xmit)(struct sk_buff *skb, struct net_device *dev);
	int (*ndo_bpf)(struct net_device *dev, struct netdev_bpf *bpf);
	int (*ndo_xdp_xmit)(struct net_device *dev, int n, struct xdp_frame **xdp, u32 flags);
	int (*ndo_xsk_wakeup)(struct net_device *dev, u32 queue_id, u32 flags);
	void (*ndo_get_stats64)(struct net_device *dev, struct rtnl_link_stats64 *storage);
	int (*ndo_get_phys_port_name)(struct net_device *dev, char *name, size_t len);
	int (*ndo_set_features)(struct net_device *dev, netdev_features_t features);
};

struct ethtool_coalesce {
	u32 rx_max_coalesced_frames;
	u32 tx_max_coalesced_frames;
};

struct ethtool_ops {
	int (*set_coalesce)(struct net_device *dev, struct ethtool_coalesce *ec);
};

struct net_device {
	const struct net_device_ops *netdev_ops;
	const struct ethtool_ops *ethtool_ops;
	struct netdev_queue *_tx;
	unsigned int num_tx_queues;
	unsigned int real_num_tx_queues;
	unsigned int real_num_rx_queues;
	unsigned int priv_flags;
	unsigned int mtu;
	unsigned short hard_header_len;
	unsigned short needed_headroom;
	netdev_features_t features;
	netdev_features_t hw_features;
	unsigned char dev_addr[ETH_ALEN];
	struct net_device_stats stats;
};

static __always_inline void *netdev_priv(const struct net_device *dev)
{
	return (char *)dev + ALIGN(sizeof(struct net_device), NETDEV_ALIGN);
}

static __always_inline struct netdev_queue *netdev_get_tx_queue(const struct net_device *dev,
								unsigned int index)
{
	return &dev->_tx[index];
}

static __always_inline bool netif_running(const struct net_device *dev)
{
	return xs_netif_running();
}

/* --- devices ------------------------------------------------------------- */

struct net_device *alloc_etherdev_mqs(int sizeof_priv, unsigned int txqs, unsigned int rxqs);
#define alloc_etherdev_mq(sizeof_priv, count) alloc_etherdev_mqs(sizeof_priv, count, count)
void free_netdev(struct net_device *dev);
int register_netdev(struct net_device *dev);
void unregister_netdev(struct net_device *dev);
/* Around a suspend: the queues are stopped, and woken again. */
void netif_device_detach(struct net_device *dev);
void netif_device_attach(struct net_device *dev);

static __always_inline int netif_set_real_num_tx_queues(struct net_device *dev, unsigned int txq)
{
	if (txq < 1 || txq > dev->num_tx_queues)
		return -EINVAL;
	dev->real_num_tx_queues = txq;
	return 0;
}

static __always_inline int netif_set_real_num_rx_queues(struct net_device *dev, unsigned int rxq)
{
	if (rxq < 1 || rxq > dev->num_tx_queues)
		return -EINVAL;
	dev->real_num_rx_queues = rxq;
	return 0;
}

/* Stub: the link of the model is always up. */
static __always_inline void netif_carrier_on(struct net_device *dev)
{
}

/* Stub: there is no other user of the routing-netlink lock that could race with the probe. */
static __always_inline void rtnl_lock(void)
{
	xs_might_sleep("rtnl_lock");
}

static __always_inline void rtnl_unlock(void)
{
}

/* --- transmit queues ------------------------------------------------------- */

static __always_inline void netif_tx_stop_queue(struct netdev_queue *txq)
{
	(void)READ_ONCE(txq->state);
	xs_txq_stop(txq);
}

static __always_inline void netif_tx_wake_queue(struct netdev_queue *txq)
{
	(void)READ_ONCE(txq->state);
	xs_txq_wake(txq);
}

static __always_inline bool netif_tx_queue_stopped(const struct netdev_queue *txq)
{
	(void)READ_ONCE(txq->state);
	return xs_txq_stopped(txq);
}

/* The stack stops queues in no other way in the model. */
#define netif_xmit_stopped(txq) netif_tx_queue_stopped(txq)

static __always_inline void netif_stop_subqueue(struct net_device *dev, u16 index)
{
	netif_tx_stop_queue(netdev_get_tx_queue(dev, index));
}

static __always_inline void netif_start_subqueue(struct net_device *dev, u16 index)
{
	netif_tx_wake_queue(netdev_get_tx_queue(dev, index));
}

static __always_inline void netif_wake_subqueue(struct net_device *dev, u16 index)
{
	netif_tx_wake_queue(netdev_get_tx_queue(dev, index));
}

static __always_inline bool __netif_subqueue_stopped(const struct net_device *dev, u16 index)
{
	return netif_tx_queue_stopped(netdev_get_tx_queue(dev, index));
}

/* Not safe against bottom halves: the caller has disabled them. */
static __always_inline void __netif_tx_lock(struct netdev_queue *txq, int cpu)
{
	(void)READ_ONCE(txq->_xmit_lock.word);
	xs_spin_lock(&txq->_xmit_lock, "_xmit_lock");
	txq->xmit_lock_owner = cpu;
}

static __always_inline bool __netif_tx_trylock(struct netdev_queue *txq)
{
	(void)READ_ONCE(txq->_xmit_lock.word);
	if (!xs_spin_trylock(&txq->_xmit_lock, "_xmit_lock"))
		return false;
	txq->xmit_lock_owner = smp_processor_id();
	return true;
}

static __always_inline void __netif_tx_unlock(struct netdev_queue *txq)
{
	txq->xmit_lock_owner = -1;
	(void)READ_ONCE(txq->_xmit_lock.word);
	xs_spin_unlock(&txq->_xmit_lock);
}

static __always_inline void __netif_tx_lock_bh(struct netdev_queue *txq)
{
	local_bh_disable();
	__netif_tx_lock(txq, smp_processor_id());
}

static __always_inline void __netif_tx_unlock_bh(struct netdev_queue *txq)
{
	__netif_tx_unlock(txq);
	local_bh_enable();
}

/* Whether the stack has more buffers for the queue that start_xmit is being called for. */
bool netdev_xmit_more(void);

/*
 * Ours, for napi_gro_receive() of a buffer just built around `data`: the stack counts the frame and
 * is done with it when this returns.
 */
static __always_inline void netif_receive_frame(u32 queue, const void *data, size_t len)
{
	xs_netif_receive(queue, data, len);
}

/* --- NAPI -------------------------------------------------------------------- */

void netif_napi_add(struct net_device *dev, struct napi_struct *napi,
		    int (*poll)(struct napi_struct *, int), int weight);
void netif_tx_napi_add(struct net_device *dev, struct napi_struct *napi,
		       int (*poll)(struct napi_struct *, int), int weight);

static __always_inline void netif_napi_del(struct napi_struct *napi)
{
	xs_napi_del(napi);
}

#define __netif_napi_del(napi) netif_napi_del(napi)

static __always_inline bool napi_schedule_prep(struct napi_struct *napi)
{
	(void)READ_ONCE(napi->state);
	return xs_napi_schedule_prep(napi);
}

static __always_inline void __napi_schedule(struct napi_struct *napi)
{
	(void)READ_ONCE(napi->state);
	xs_napi_schedule(napi);
}

static __always_inline void napi_schedule(struct napi_struct *napi)
{
	if (napi_schedule_prep(napi))
		__napi_schedule(napi);
}

static __always_inline bool napi_complete_done(struct napi_struct *napi, int work_done)
{
	(void)READ_ONCE(napi->state);
	return xs_napi_complete_done(napi, work_done);
}

#define napi_complete(napi) napi_complete_done(napi, 0)

static __always_inline bool napi_if_scheduled_mark_missed(struct napi_struct *napi)
{
	(void)READ_ONCE(napi->state);
	return xs_napi_if_scheduled_mark_missed(napi);
}

static __always_inline void napi_disable(struct napi_struct *napi)
{
	(void)READ_ONCE(napi->state);
	xs_napi_disable(napi);
}

static __always_inline void napi_enable(struct napi_struct *napi)
{
	(void)READ_ONCE(napi->state);
	xs_napi_enable(napi);
}

#endif
