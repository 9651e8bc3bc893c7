// SPDX-License-Identifier: GPL-2.0-only
// The interface itself: registration, up and down, stopping and waking queues, the end of skbs.
// The way of a datagram to the driver is in net_device_xmit.cpp.
#include "models/kernel/net_device.hpp"

#include <cerrno>

#include <utility>

namespace xsksim {
namespace {

std::uint64_t error_code(int result) { return static_cast<std::uint64_t>(-result); }

}  // namespace

NetDevice::NetDevice(const Kernel& kernel, const NetDeviceOptions& options)
    : kernel_(kernel),
      options_(options),
      rtnl_(kernel.engine, kernel.findings, kernel.cpus, "rtnl"),
      skbs_(kernel.kmalloc, kernel.memory),
      output_queues_(kernel.cpus.count()) {
    kernel_.cpus.open_softirq(softirq_net_tx, [this](CpuId cpu) { net_tx_action(cpu); });
}

NetDevice::~NetDevice() = default;

void NetDevice::register_device(NetDeviceOps ops, std::uint32_t pairs) {
    ops_ = std::move(ops);
    queues_.clear();
    queues_.resize(pairs);
    registered_ = true;
}

// --- up and down ---

int NetDevice::interface_up() {
    Cpus& cpus = kernel_.cpus;
    cpus.enter_kernel();
    cpus.spend(options_.syscall_cost);
    rtnl_.lock();
    int result = 0;
    if (!running_) {
        running_ = true;  // before ndo_open, as __LINK_STATE_START is
        result = ops_.open();
        if (result != 0) running_ = false;
        kernel_.trace.emit(EventKind::netdev_open, error_code(result));
    }
    rtnl_.unlock();
    cpus.leave_kernel();
    return result;
}

int NetDevice::interface_down() {
    Cpus& cpus = kernel_.cpus;
    cpus.enter_kernel();
    cpus.spend(options_.syscall_cost);
    rtnl_.lock();
    int result = 0;
    if (running_) {
        running_ = false;
        deactivate_queues();
        result = ops_.stop();
        kernel_.trace.emit(EventKind::netdev_stop, error_code(result));
    }
    rtnl_.unlock();
    cpus.leave_kernel();
    return result;
}

int NetDevice::read_statistics() {
    Cpus& cpus = kernel_.cpus;
    cpus.enter_kernel();
    cpus.spend(options_.syscall_cost);
    rtnl_.lock();
    const bool known = static_cast<bool>(ops_.statistics);
    if (known) {
        const NetDeviceStatistics read = ops_.statistics();
        kernel_.trace.emit(EventKind::netdev_stats, read.tx_packets, read.tx_bytes);
    }
    rtnl_.unlock();
    cpus.leave_kernel();
    return known ? 0 : -EOPNOTSUPP;
}

// dev_deactivate(): what waits is dropped, and nobody is inside start_xmit any more afterwards.
void NetDevice::deactivate_queues() {
    for (TxQueue& queue : queues_) {
        while (!queue.fifo.empty()) {
            void* skb = queue.fifo.front();
            queue.fifo.pop_front();
            drop(skb, UdpDrop::interface_down);
        }
        while (queue.qdisc_running) kernel_.cpus.msleep(1, "dev_deactivate");
    }
}

// --- transmit queues as the driver sees them ---

void NetDevice::txq_stop(PairIndex pair) {
    kernel_.cpus.point();
    kernel_.cpus.full_barrier();  // a locked bit operation
    TxQueue& queue = queues_.at(pair);
    if (std::exchange(queue.stopped, true)) return;
    kernel_.trace.emit(EventKind::txq_stop, pair);
}

void NetDevice::txq_wake(PairIndex pair) {
    kernel_.cpus.point();
    kernel_.cpus.full_barrier();  // a locked bit operation
    TxQueue& queue = queues_.at(pair);
    if (!std::exchange(queue.stopped, false)) return;
    kernel_.trace.emit(EventKind::txq_wake, pair);
    schedule_qdisc(pair);
}

bool NetDevice::txq_stopped(PairIndex pair) const { return queues_.at(pair).stopped; }

void* NetDevice::txq_lock(PairIndex pair) { return &queues_.at(pair).xmit_lock_word; }

// --- the end of an skb ---

void NetDevice::skb_end(void* skb, bool dropped) {
    kernel_.cpus.point();
    if (!skbs_.is_live(skb)) {
        kernel_.findings.failure("an skb is freed that is none, or is freed already");
        return;
    }
    if (dropped) return drop(skb, UdpDrop::by_driver);
    kernel_.cpus.full_barrier();  // sock_wfree() counts down by a locked instruction
    ++counters_.consumed;
    release_sender(skb);
    skbs_.free(skb);
}

void NetDevice::skb_orphan(void* skb) {
    if (skbs_.is_live(skb)) release_sender(skb);
}

void NetDevice::drop(void* skb, UdpDrop reason) {
    const xs_skb& dropped = skbs_.driver_part(skb);
    kernel_.trace.emit(EventKind::udp_drop, dropped.queue, dropped.sequence,
                       static_cast<std::uint64_t>(reason));
    ++counters_.dropped;
    release_sender(skb);
    skbs_.free(skb);
}

// sock_wfree(): a sender that waits goes on when half of its send buffer is free again.
void NetDevice::release_sender(void* skb) {
    xs_skb& released = skbs_.driver_part(skb);
    if (released.orphaned != 0) return;
    released.orphaned = 1;
    const ContextId sender = skbs_.sender(skb);
    Sender& socket = senders_.at(sender);
    --socket.skbs;
    if (!socket.waiting || socket.skbs > options_.sender_skbs_max / 2) return;
    socket.waiting = false;
    kernel_.cpus.wake_task(sender);
}

void NetDevice::receive(PairIndex /*pair*/, const void* /*data*/, std::size_t bytes) {
    ++counters_.received;
    counters_.received_bytes += bytes;
}

}  // namespace xsksim
