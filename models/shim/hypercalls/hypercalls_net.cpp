// SPDX-License-Identifier: GPL-2.0-only
// Hypercalls: the network device, its transmit queues, socket buffers.
#include "models/shim/hypercalls/hypercall_support.hpp"

using xsksim::DriverCall;
using xsksim::Hypercall;
using xsksim::kernel;
using xsksim::NetDeviceOps;
using xsksim::PairIndex;
using xsksim::Question;

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
    if (ops->setup_program != nullptr)
        bound.setup_program = [dev, ops](void* program) {
            const DriverCall call;
            return ops->setup_program(dev, program);
        };
    if (ops->set_coalesce != nullptr)
        bound.set_coalesce = [dev, ops](const xsksim::TxCoalescing& wanted) {
            const DriverCall call;
            return ops->set_coalesce(dev, wanted.frames, wanted.usecs);
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

void xs_unregister_netdev() {
    const Hypercall call("unregister_netdev");
    kernel().net_device().unregister_device();
}

bool xs_netif_running() {
    const Question call;
    return kernel().net_device().running();
}

void xs_xdp_program_add(struct xs_xdp_program* program, int references) {
    const Hypercall call("bpf_prog_add");
    xsksim::hypercall_access(program, sizeof *program, xsksim::atomic_update, XSKSIM_CALLER_PC);
    kernel().net_device().programs().add(*program, references);
}

void xs_xdp_program_put(struct xs_xdp_program* program) {
    const Hypercall call("bpf_prog_put");
    xsksim::hypercall_access(program, sizeof *program, xsksim::atomic_update, XSKSIM_CALLER_PC);
    kernel().net_device().programs().put(*program);
}

uint32_t xs_xdp_program_run(const struct xs_xdp_program* program, unsigned int pair,
                            const void* data, size_t len) {
    const Hypercall call("bpf_prog_run_xdp");
    xsksim::hypercall_access(program, sizeof *program, xsksim::plain_read, XSKSIM_CALLER_PC);
    xsksim::hypercall_access(data, len, xsksim::plain_read, XSKSIM_CALLER_PC);
    kernel().net_device().frames().program_ran(pair, program->action, data, len);
    return program->action;
}

void xs_xdp_frame_made(const void* frame, unsigned int pair, const void* data, size_t len) {
    kernel().net_device().frames().made(frame, pair, {static_cast<const std::byte*>(data), len});
}

bool xs_xdp_frame_gone(const void* frame, bool dropped) {
    const Hypercall call(dropped ? "xdp_return_frame_rx_napi" : "xdp_return_frame");
    return kernel().net_device().frames().gone(frame, dropped);
}

void xs_xdp_frame_end(const void* frame, bool dropped) {
    const Hypercall call(dropped ? "xdp_return_frame_rx_napi" : "xdp_return_frame");
    kernel().net_device().frames().end(frame, dropped);
}

void xs_txq_add(const void* queue, const void* lock, unsigned int pair) {
    kernel().net_device().add_queue(queue, lock, pair);
}

void xs_txq_stop(const void* queue) {
    const Hypercall call("netif_tx_stop_queue");
    kernel().net_device().txq_stop(kernel().net_device().pair_of(queue, "netif_tx_stop_queue"));
}

void xs_txq_wake(const void* queue) {
    const Hypercall call("netif_tx_wake_queue");
    kernel().net_device().txq_wake(kernel().net_device().pair_of(queue, "netif_tx_wake_queue"));
}

bool xs_txq_stopped(const void* queue) {
    const Question call;
    xsksim::NetDevice& net_device = kernel().net_device();
    return net_device.txq_stopped(net_device.pair_of(queue, "netif_tx_queue_stopped"));
}

void xs_skb_end(struct xs_skb* skb, enum xs_skb_end how) {
    const Hypercall call(how == XS_SKB_CONSUMED ? "consume_skb" : "kfree_skb");
    kernel().net_device().skb_end(skb, how == XS_SKB_DROPPED);
}

void xs_skb_orphan(struct xs_skb* skb) { kernel().net_device().skb_orphan(skb); }

// The stack reads the packet, and that is all; the buffer stays the driver's.
void xs_netif_receive(unsigned int /*pair*/, const void* data, size_t len) {
    const Hypercall call("netif_receive_skb");
    xsksim::hypercall_access(data, len, xsksim::plain_read, XSKSIM_CALLER_PC);
}

}  // extern "C"
