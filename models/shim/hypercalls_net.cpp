// SPDX-License-Identifier: GPL-2.0-only
// Hypercalls: the network device, its transmit queues, socket buffers.
#include "models/shim/hypercall_support.hpp"

using xsksim::DriverCall;
using xsksim::Hypercall;
using xsksim::kernel;
using xsksim::NetDeviceOps;
using xsksim::PairIndex;

namespace {

// The driver's operations with `dev` bound; each call is an entry into driver code. `ops` stays.
NetDeviceOps bind_operations(void* dev, const xs_netdev_ops* ops) {
    NetDeviceOps bound;
    if (ops->open != nullptr)
        bound.open = [dev, ops] {
            const DriverCall call;
            return ops->open(dev);
        };
    if (ops->stop != nullptr)
        bound.stop = [dev, ops] {
            const DriverCall call;
            return ops->stop(dev);
        };
    if (ops->start_xmit != nullptr)
        bound.start_xmit = [dev, ops](void* skb) {
            const DriverCall call;
            return ops->start_xmit(skb, dev);
        };
    if (ops->setup_pool != nullptr)
        bound.setup_pool = [dev, ops](std::uint32_t pool, void* handle, PairIndex pair) {
            const DriverCall call;
            return ops->setup_pool(dev, pool, handle, pair);
        };
    if (ops->xsk_wakeup != nullptr)
        bound.xsk_wakeup = [dev, ops](PairIndex pair, std::uint32_t flags) {
            const DriverCall call;
            return ops->xsk_wakeup(dev, pair, flags);
        };
    if (ops->remove != nullptr)
        bound.remove = [dev, ops] {
            const DriverCall call;
            ops->remove(dev);
        };
    if (ops->get_stats != nullptr)
        bound.statistics = [dev, ops] {
            const DriverCall call;
            xsksim::NetDeviceStatistics read;
            ops->get_stats(dev, &read.tx_packets, &read.tx_bytes);
            return read;
        };
    return bound;
}

}  // namespace

extern "C" {

int xs_register_netdev(void* dev, const struct xs_netdev_ops* ops, unsigned int pairs) {
    kernel().net_device().register_device(bind_operations(dev, ops), pairs);
    return 0;
}

bool xs_netif_running() { return kernel().net_device().running(); }

void xs_txq_stop(unsigned int pair) {
    const Hypercall call("netif_tx_stop_queue");
    kernel().net_device().txq_stop(pair);
}

void xs_txq_wake(unsigned int pair) {
    const Hypercall call("netif_tx_wake_queue");
    kernel().net_device().txq_wake(pair);
}

bool xs_txq_stopped(unsigned int pair) { return kernel().net_device().txq_stopped(pair); }
void* xs_txq_lock(unsigned int pair) { return kernel().net_device().txq_lock(pair); }

void xs_skb_end(struct xs_skb* skb, enum xs_skb_end how) {
    const Hypercall call(how == XS_SKB_CONSUMED ? "consume_skb" : "kfree_skb");
    kernel().net_device().skb_end(skb, how == XS_SKB_DROPPED);
}

void xs_skb_orphan(struct xs_skb* skb) { kernel().net_device().skb_orphan(skb); }

void xs_netif_receive(unsigned int pair, const void* data, size_t len) {
    const Hypercall call("netif_receive_skb");
    xsksim::hypercall_access(data, len, false, XSKSIM_CALLER_PC);
    kernel().net_device().receive(pair, data, len);
}

}  // extern "C"

namespace xsksim {
const void* const hypercalls_net_anchor = reinterpret_cast<const void*>(&xs_register_netdev);
}
