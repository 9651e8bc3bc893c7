// SPDX-License-Identifier: GPL-2.0-only
// From a sender's system call through the queueing discipline to the driver's start_xmit.
#include <utility>

#include "models/kernel/net_device.hpp"
#include "models/memory/digest.hpp"

namespace xsksim {
namespace {

constexpr int eagain = 11;
constexpr int enetdown = 100;
constexpr int enobufs = 105;
constexpr int netdev_tx_busy = 0x10;
constexpr const char* xmit_lock_class = "_xmit_lock";

}  // namespace

int NetDevice::send(PairIndex pair, std::uint64_t sequence, std::span<const std::byte> payload) {
    kernel_.cpus.tasks().enter_kernel();
    kernel_.cpus.execution().spend(kernel_.costs.syscall,
                                   Operation::call({ObjectKind::tx_queue, Act::send}, pair));
    const int result = send_in_kernel(pair, sequence, payload);
    kernel_.cpus.tasks().leave_kernel();
    return result;
}

int NetDevice::send_in_kernel(PairIndex pair, std::uint64_t sequence,
                              std::span<const std::byte> payload) {
    if (pair >= queues_.size() || !running_) return -enetdown;
    const ContextId sender = kernel_.cpus.execution().current().id;
    if (const int result = wait_for_send_buffer(pair, socket_of(sender)); result != 0)
        return result;
    kernel_.cpus.execution().spend(send_cost(payload.size()),
                                   Operation::call({ObjectKind::tx_queue, Act::enqueue}, pair));
    void* skb = skbs_.build({pair, sequence, sender, payload});
    if (skb == nullptr) return -enobufs;
    ++socket_of(sender).skbs;
    kernel_.trace.emit(event::UdpSubmit{.pair = pair,
                                        .sequence = sequence,
                                        .len = payload.size(),
                                        .digest = {content_digest(payload)}});
    return queue_xmit(pair, skb);
}

Duration NetDevice::send_cost(std::size_t bytes) const {
    const auto copied = static_cast<std::int64_t>(bytes);
    return kernel_.costs.udp_send + Duration{kernel_.costs.udp_send_per_kib.ns * copied / 1024};
}

NetDevice::Sender& NetDevice::socket_of(ContextId sender) {
    while (senders_.size() <= sender)
        senders_.push_back(
            {options_.new_socket.send_buffer, options_.new_socket.nonblocking, 0, false});
    return senders_[sender];
}

void NetDevice::set_socket_options(const DatagramSocketOptions& options) {
    Sender& socket = socket_of(kernel_.cpus.execution().current().id);
    socket.skbs_max = options.send_buffer;
    socket.nonblocking = options.nonblocking;
}

// sock_alloc_send_skb()
int NetDevice::wait_for_send_buffer(PairIndex pair, Sender& socket) {
    if (socket.skbs < socket.skbs_max) return 0;
    if (socket.nonblocking) {
        kernel_.trace.emit(event::UdpRefused{.pair = pair, .error = {eagain}});
        return -eagain;
    }
    kernel_.trace.emit(event::UdpBlocked{.pair = pair, .queue_stopped = queues_[pair].stopped});
    while (socket.skbs >= socket.skbs_max) {
        socket.waiting = true;
        kernel_.cpus.tasks().block_interruptible(Instant::never(), "sock_alloc_send_skb");
    }
    socket.waiting = false;
    return 0;
}

// __dev_queue_xmit()
int NetDevice::queue_xmit(PairIndex pair, void* skb) {
    TxQueue& queue = queues_[pair];
    int result = 0;
    kernel_.cpus.softirqs().bh_disable();
    kernel_.rcu.read_lock();
    if (!running_ || queue.fifo.size() >= options_.tx_queue_len) {
        drop(skb, running_ ? DropReason::qdisc_full : DropReason::interface_down);
        result = -enobufs;
    } else {
        queue.fifo.push_back(skb);
        run_qdisc(pair);
    }
    kernel_.rcu.read_unlock();
    kernel_.cpus.softirqs().bh_enable();
    return result;
}

// __qdisc_run(): one context at a time takes from the queue; it also takes what others add.
void NetDevice::run_qdisc(PairIndex pair) {
    TxQueue& queue = queues_[pair];
    if (queue.qdisc_running) return;
    queue.qdisc_running = true;
    std::uint32_t quota = options_.xmit_quota;
    while (running_ && !queue.stopped && !queue.fifo.empty()) {
        if (!transmit_one(pair)) break;
        if (--quota == 0) {
            schedule_qdisc(pair);
            break;
        }
    }
    queue.qdisc_running = false;
}

// sch_direct_xmit(): false if the skb had to be put back.
bool NetDevice::transmit_one(PairIndex pair) {
    TxQueue& queue = queues_[pair];
    void* skb = queue.fifo.front();
    queue.fifo.pop_front();
    int result = netdev_tx_busy;
    kernel_.locks.lock(queue.xmit_lock, xmit_lock_class);
    if (!queue.stopped) {
        ++counters_.xmit_calls;
        result = call_start_xmit(skb);
    }
    kernel_.locks.unlock(queue.xmit_lock);
    if (result != netdev_tx_busy) return true;
    ++counters_.requeues;
    queue.fifo.push_front(skb);
    schedule_qdisc(pair);
    return false;
}

int NetDevice::call_start_xmit(void* skb) {
    const KernelContext& context = kernel_.cpus.execution().current();
    const std::uint32_t locks = context.locks_held;
    ++skbs_with_driver_;  // it may end in there
    const int result = ops_.start_xmit(skb);
    if (result == netdev_tx_busy) --skbs_with_driver_;
    if (context.locks_held != locks)
        kernel_.findings.failure(
            Code::lock_left_held,
            "start_xmit returns with other locks held than it was called with");
    return result;
}

// __netif_schedule()
void NetDevice::schedule_qdisc(PairIndex pair) {
    TxQueue& queue = queues_[pair];
    if (std::exchange(queue.qdisc_scheduled, true)) return;
    output_queues_[kernel_.cpus.execution().current().cpu].push_back(pair);
    kernel_.cpus.softirqs().raise(softirq_net_tx);
}

void NetDevice::net_tx_action(CpuId cpu) {
    for (const PairIndex pair : std::exchange(output_queues_[cpu], {})) {
        queues_[pair].qdisc_scheduled = false;
        run_qdisc(pair);
    }
}

}  // namespace xsksim
