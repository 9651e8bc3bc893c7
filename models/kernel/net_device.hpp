// SPDX-License-Identifier: GPL-2.0-only
// The guest's network interface above the driver: registered operations, up/down state, transmit
// queues with their FIFO queueing discipline, datagram senders, and the end of an skb's life.
//
// Stands for: struct net_device, net/core/dev.c, net/sched/sch_generic.c, and the part of a UDP
// socket that limits what a sender may have in flight, Linux 5.11.
// Simplified: one plain FIFO a queue (pfifo), no bulk dequeue (virtio-net has no BQL: xmit_more is
// 0), one skb with linear data a datagram, one sender a task, rtnl is a plain mutex.
// Owner: GuestKernel. Callers: the shim (driver side), UDP senders and the administrator
// (DatagramCalls, AdminCalls; tasks), the AF_XDP core (ops, running, rtnl).
// Scheduling points: txq_stop, txq_wake, skb_end, send, interface_up, interface_down,
// set_program, set_tx_coalescing; the administrator's also block, and return -ENODEV without a
// device. Costs: syscall, udp_send and its part per KiB, allocation, lock. Errors: failure findings
// for an skb freed twice and for a start_xmit that returns with a lock held. Events: udp_submit,
// udp_drop, udp_blocked, udp_refused, txq_stop, txq_wake, netdev_open, netdev_stop, netdev_stats,
// xdp_set.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "models/kernel/costs.hpp"
#include "models/kernel/cpu/cpus.hpp"
#include "models/kernel/kernel_mutex.hpp"
#include "models/kernel/kmalloc.hpp"
#include "models/kernel/net_device_options.hpp"
#include "models/kernel/rcu.hpp"
#include "models/kernel/registrations.hpp"
#include "models/kernel/skb_store.hpp"
#include "models/kernel/spin_locks.hpp"
#include "models/kernel/xdp_frames.hpp"
#include "models/kernel/xdp_programs.hpp"
#include "models/ports.hpp"

namespace xsksim {

// struct rtnl_link_stats64, as far as it is about transmission.
struct NetDeviceStatistics {
    std::uint64_t tx_packets = 0, tx_bytes = 0;
};

// What the driver registered: net_device_ops, with `dev` bound.
struct NetDeviceOps {
    std::function<int()> open;
    std::function<int()> stop;
    std::function<int(void* skb)> start_xmit;  // 0 = NETDEV_TX_OK, 0x10 = NETDEV_TX_BUSY
    std::function<int(std::uint32_t pool, void* pool_handle, PairIndex pair)> setup_pool;
    std::function<int(PairIndex pair, std::uint32_t flags)> xsk_wakeup;
    std::function<int(void* program)> setup_program{};  // nullptr: unload
    std::function<int(const TxCoalescing&)> set_coalesce{};
    std::function<NetDeviceStatistics()> statistics{};  // empty: the driver keeps none
};

class NetDevice final : public DatagramCalls, public AdminCalls {
public:
    struct Kernel {
        Engine& engine;
        Trace& trace;
        Findings& findings;
        Cpus& cpus;
        SpinLocks& locks;
        Rcu& rcu;
        GuestMemory& memory;
        Kmalloc& kmalloc;
        const KernelCosts& costs;
    };
    NetDevice(const Kernel& kernel, const NetDeviceOptions& options);
    ~NetDevice() override;

    // alloc_netdev_mqs: the transmit queue of a pair, by the address of its struct, and its
    // _xmit_lock. They are the pair's until their memory is freed, or another is added for it.
    void add_queue(const void* queue, const void* lock, PairIndex pair);
    // A fatal finding for a queue that nobody added; `operation` is what is done to it.
    PairIndex pair_of(const void* queue, const char* operation);
    void forget(const void* start, std::size_t bytes) { queue_pairs_.forget(start, bytes); }
    // register_netdev: `pairs` transmit queues, all stopped state cleared, interface down.
    void register_device(NetDeviceOps ops, std::uint32_t pairs);
    // unregister_netdev: down, program and pools taken from the driver, then gone. Blocks until
    // nobody refers to it any more.
    void unregister_device();
    bool is_registered() const { return registered_; }
    // NETDEV_UNREGISTER, under rtnl; and whether somebody still refers to the device. Set by the
    // world: the AF_XDP core is made after this.
    std::function<void()> on_unregister;
    std::function<bool()> is_referred_to;
    // skbs that start_xmit took and that have not ended.
    std::uint64_t skbs_with_driver() const { return skbs_with_driver_; }
    const NetDeviceOps& ops() const { return ops_; }
    std::uint32_t pairs() const { return static_cast<std::uint32_t>(queues_.size()); }
    bool running() const { return running_; }  // netif_running: IFF_UP and opened
    KernelMutex& rtnl() { return rtnl_; }

    void txq_stop(PairIndex pair);  // [point] netif_tx_stop_queue
    void txq_wake(PairIndex pair);  // [point] netif_tx_wake_queue: NET_TX softirq
    bool txq_stopped(PairIndex pair) const;
    const void* txq_lock(PairIndex pair) const { return queues_.at(pair).xmit_lock; }

    // The driver is done with an skb (dev_kfree_skb and consume_skb).
    void skb_end(void* skb, bool dropped);  // [point]
    void skb_orphan(void* skb);             // the sender may go on

    // DatagramCalls. Blocks while the sender has as many skbs in flight as its send buffer holds.
    void set_socket_options(const DatagramSocketOptions& options) override;
    int send(PairIndex pair, std::uint64_t sequence, std::span<const std::byte> payload) override;
    // AdminCalls: dev_open and dev_close under rtnl.
    int interface_up() override;
    int interface_down() override;
    int set_program(std::optional<XdpAction> action) override;   // dev_xdp_attach under rtnl
    int set_tx_coalescing(const TxCoalescing& wanted) override;  // ethtool set_coalesce under rtnl
    int read_statistics() override;                              // dev_get_stats() under rtnl
    XdpPrograms& programs() { return programs_; }
    XdpFrames& frames() { return frames_; }

    struct Counters {
        std::uint64_t consumed = 0;
        std::uint64_t xmit_calls = 0, requeues = 0;
    };
    const Counters& counters() const { return counters_; }

private:
    struct TxQueue {
        const void* xmit_lock = nullptr;
        bool stopped = false;
        bool qdisc_running = false;
        bool qdisc_scheduled = false;  // __QDISC_STATE_SCHED: on a vCPU's output queue
        std::deque<void*> fifo;
    };

    // A task's socket.
    struct Sender {
        std::uint32_t skbs_max = 0;  // its sk_sndbuf
        bool nonblocking = false;
        std::uint32_t skbs = 0;  // in flight: its sk_wmem_alloc
        bool waiting = false;
    };

    int send_in_kernel(PairIndex pair, std::uint64_t sequence, std::span<const std::byte> payload);
    Duration send_cost(std::size_t bytes) const;
    Sender& socket_of(ContextId sender);
    int wait_for_send_buffer(PairIndex pair, Sender& socket);
    int queue_xmit(PairIndex pair, void* skb);
    void run_qdisc(PairIndex pair);
    bool transmit_one(PairIndex pair);
    int call_start_xmit(void* skb);
    void schedule_qdisc(PairIndex pair);
    void net_tx_action(CpuId cpu);
    void drop(void* skb, DropReason reason);
    void deactivate_queues();
    int exchange_program(xs_xdp_program*& program);
    int administrate(const std::function<int()>& action);
    void close_device();
    void release_sender(void* skb);

    Kernel kernel_;
    const NetDeviceOptions options_;
    NetDeviceOps ops_;
    bool registered_ = false;
    bool running_ = false;
    std::uint64_t skbs_with_driver_ = 0;
    KernelMutex rtnl_;
    SkbStore skbs_;
    XdpPrograms programs_;
    XdpFrames frames_;
    xs_xdp_program* program_ = nullptr;  // dev->xdp_state: the loaded one
    std::deque<TxQueue> queues_;         // by pair
    Registrations<PairIndex> queue_pairs_;
    std::vector<std::vector<PairIndex>> output_queues_;  // by vCPU: softnet_data.output_queue
    std::deque<Sender> senders_;                         // by ContextId; stable addresses
    Counters counters_;
};

}  // namespace xsksim
